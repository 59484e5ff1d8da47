"""`fbm ml compare`: two versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.rows import full_row
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import Complaint, refuse, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.registry.diffing import Comparison, MetricDiff, ValueDiff
from fbm.domain.registry.metadata import ModelMetadata

Ref = Annotated[str, Parameter(help="A version: default, default_v3, default@latest.")]


def compare(
    a: Ref,
    b: Ref,
    /,
    *,
    model_type: TypeOption = "gb_residual",
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Set two versions side by side: what they were trained on, how they differ, and every measure with its delta."""
    registry = ServiceContainer(context.home, context.registry).model_registry
    compared = _compare_all(registry, a, b, model_type or "gb_residual", player_type)
    if isinstance(compared, Failure):
        return refuse(compared.failure())
    comparisons = compared.unwrap()
    if json:
        write_json(_json(comparisons))
    else:
        write("\n".join(comparison_text(comparison) for comparison in comparisons))
    return 0


def comparison_text(comparison: Comparison, *, width: int | None = None) -> str:
    """Render a comparison as tables for people."""
    a, b = comparison.a, comparison.b
    blocks = [
        f"{a.model_type} {a.player_type}: {a.name} (a) and {b.name} (b)\n",
        _facts(a, b, width),
        _differences(comparison),
        _config(comparison.config, width),
        _metrics(comparison.metrics, width),
    ]
    return "\n".join(block for block in blocks if block)


def comparison_json(comparison: Comparison) -> dict[str, object]:
    """Give a comparison as the JSON object programs read."""
    return {
        "a": full_row(comparison.a),
        "b": full_row(comparison.b),
        "training_years_diff": _sides(comparison.training_years.a_only, comparison.training_years.b_only),
        "stats_diff": _sides(comparison.stats.a_only, comparison.stats.b_only),
        "feature_names_diff": {
            **_sides(comparison.feature_names.a_only, comparison.feature_names.b_only),
            "same_order": comparison.feature_names.same_order,
        },
        "config_diff": {key: {"a": diff.a, "b": diff.b} for key, diff in comparison.config.items()},
        "metrics_diff": {
            key: {"a": diff.a, "b": diff.b, "delta": diff.delta, "better": diff.better}
            for key, diff in comparison.metrics.items()
        },
    }


def _compare_all(
    registry: ModelRegistry, a: str, b: str, model_type: str, player_type: str | None
) -> Result[tuple[Comparison, ...], Complaint]:
    """Compare one part, or every part that both versions have."""
    parts = _parts(registry, a, b, model_type, player_type)
    if isinstance(parts, Failure):
        return Failure(parts.failure())
    comparisons: list[Comparison] = []
    for part in parts.unwrap():
        match registry.compare(a, b, model_type, part):
            case Success(comparison):
                comparisons.append(comparison)
            case failure:
                return Failure(about_registry(failure.failure()))
    return Success(tuple(comparisons))


def _parts(
    registry: ModelRegistry, a: str, b: str, model_type: str, player_type: str | None
) -> Result[tuple[str, ...], Complaint]:
    if player_type is not None:
        return Success((player_type,))
    first = registry.find(a, model_type).alt(about_registry)
    second = registry.find(b, model_type).alt(about_registry)
    both = first.bind(lambda x: second.map(lambda y: _shared(x.release.player_types, y.release.player_types)))
    return both.bind(
        lambda parts: Success(parts) if parts else Failure(Complaint(f"{a} and {b} have no part in common."))
    )


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in a if name in b)


def _json(comparisons: tuple[Comparison, ...]) -> dict[str, object]:
    if len(comparisons) == 1:
        return comparison_json(comparisons[0])
    return {comparison.a.player_type: comparison_json(comparison) for comparison in comparisons}


def _sides(a_only: tuple[object, ...], b_only: tuple[object, ...]) -> dict[str, object]:
    return {"a_only": a_only, "b_only": b_only}


def _facts(a: ModelMetadata, b: ModelMetadata, width: int | None) -> str:
    rows = [
        ("Version", str(a.version), str(b.version)),
        ("Training Years", format_seasons(a.training_years), format_seasons(b.training_years)),
        ("Stats", " ".join(a.stats), " ".join(b.stats)),
        ("Features", str(len(a.feature_names)), str(len(b.feature_names))),
        ("Created", a.created_at[:16].replace("T", " "), b.created_at[:16].replace("T", " ")),
        ("Digest", a.artifact.digest[7:19], b.artifact.digest[7:19]),
    ]
    return table((Column("Fact"), Column(f"a: {a.name}"), Column(f"b: {b.name}")), rows, width=width)


def _differences(comparison: Comparison) -> str:
    years = comparison.training_years
    lines = [
        *_only("training years", format_seasons(_ints(years.a_only)), format_seasons(_ints(years.b_only))),
        *_only("stats", _words(comparison.stats.a_only), _words(comparison.stats.b_only)),
        *_only("features", _words(comparison.feature_names.a_only), _words(comparison.feature_names.b_only)),
    ]
    if not comparison.feature_names.same_order:
        lines.append("The features that both have stand in another order.")
    return "".join(f"{line}\n" for line in lines) or "Same training years, stats and features.\n"


def _only(what: str, a_only: str, b_only: str) -> list[str]:
    sides = ((a_only, "a"), (b_only, "b"))
    return [f"Only in {side}: {what} {names}" for names, side in sides if names]


def _ints(values: tuple[object, ...]) -> tuple[int, ...]:
    return tuple(value for value in values if isinstance(value, int))


def _words(values: tuple[object, ...]) -> str:
    return ", ".join(str(value) for value in values)


def _config(config: Mapping[str, ValueDiff], width: int | None) -> str:
    if not config:
        return "Same configuration.\n"
    rows = [(key, _setting(diff.a), _setting(diff.b)) for key, diff in config.items()]
    return table((Column("Configuration"), Column("a"), Column("b")), rows, width=width)


def _metrics(metrics: Mapping[str, MetricDiff], width: int | None) -> str:
    if not metrics:
        return "Neither version kept measures: train with --validate to have some.\n"
    rows = [(key, _value(diff.a), _value(diff.b), _delta(diff), diff.better or "-") for key, diff in metrics.items()]
    columns = (
        Column("Metric"),
        Column("a", right=True),
        Column("b", right=True),
        Column("Delta", right=True),
        Column("Better"),
    )
    return table(columns, rows, width=width)


def _setting(value: object) -> str:
    return "-" if value is None else str(value)


def _delta(diff: MetricDiff) -> str:
    if diff.delta is None:
        return "-"
    return f"{diff.delta:+.4f}" if isinstance(diff.a, float) or isinstance(diff.b, float) else f"{diff.delta:+.0f}"


def _value(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
