"""`fbm ml compare`: two versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.beside import many_text
from fbm.app.cli.ml.folding import folded
from fbm.app.cli.ml.rows import full_row
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import DONE, NO, Complaint, refuse, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.registry.diffing import Comparison, MetricDiff, ValueDiff
from fbm.domain.registry.judging import judge
from fbm.domain.registry.metadata import ModelMetadata

CheckOption = Annotated[bool, Parameter(negative=(), help="Exit code 3 when a version is worse than the first.")]
AllOption = Annotated[
    bool, Parameter(name="--all", negative=(), help="List every measure, those that tell nothing too.")
]
Ref = Annotated[str, Parameter(help="A version: default, default_v3, default@latest.")]


def compare(
    a: Ref,
    b: Ref,
    /,
    *others: Ref,
    model_type: TypeOption = "gb_residual",
    player_type: PlayerTypeOption = None,
    check: CheckOption = False,
    everything: AllOption = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Set versions side by side: what they were trained on, how they differ, and measures with their deltas."""
    registry = ServiceContainer(context.home, context.registry).model_registry
    compared = _compare_all(registry, a, (b, *others), model_type or "gb_residual", player_type)
    if isinstance(compared, Failure):
        return refuse(compared.failure())
    comparisons = compared.unwrap()
    if json:
        write_json(_json(comparisons, many=bool(others)))
    elif others:
        write("\n".join(many_text(part, everything=everything) for part in _by_part(comparisons)))
    else:
        write("\n".join(comparison_text(comparison, everything=everything) for comparison in comparisons))
    return _checked(comparisons) if check else DONE


def _checked(comparisons: tuple[Comparison, ...]) -> int:
    """Say which versions are worse than the first by what both measured; `NO` when any is."""
    worse: list[str] = []
    for name in dict.fromkeys(one.b.name for one in comparisons):
        pairs = [one for one in comparisons if one.b.name == name]
        verdict = judge([one.a for one in pairs], [one.b for one in pairs])
        if isinstance(verdict, Failure):
            return refuse(about_registry(verdict.failure()))
        if verdict.unwrap().gain < 0:
            worse.append(f"{name} ({verdict.unwrap().measure} {-verdict.unwrap().gain:.2%} worse on average)")
    if worse:
        say(f"Worse than {comparisons[0].a.name}: {', '.join(worse)}.")
    return NO if worse else DONE


def comparison_text(comparison: Comparison, *, width: int | None = None, everything: bool = False) -> str:
    """Render a comparison as tables for people, with `everything` of every measure."""
    a, b = comparison.a, comparison.b
    blocks = [
        f"{a.model_type} {a.player_type}: {a.name} (a) and {b.name} (b)\n",
        _facts(a, b, width),
        _differences(comparison),
        _config(comparison.config, width),
        _metrics(comparison.metrics, width, everything=everything),
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
    registry: ModelRegistry, a: str, others: tuple[str, ...], model_type: str, player_type: str | None
) -> Result[tuple[Comparison, ...], Complaint]:
    """Compare one part, or every part that all versions have, of the first with each of the others."""
    parts = _parts(registry, (a, *others), model_type, player_type)
    if isinstance(parts, Failure):
        return Failure(parts.failure())
    comparisons: list[Comparison] = []
    for part in parts.unwrap():
        for b in others:
            match registry.compare(a, b, model_type, part):
                case Success(comparison):
                    comparisons.append(comparison)
                case failure:
                    return Failure(about_registry(failure.failure()))
    return Success(tuple(comparisons))


def _parts(
    registry: ModelRegistry, refs: tuple[str, ...], model_type: str, player_type: str | None
) -> Result[tuple[str, ...], Complaint]:
    if player_type is not None:
        return Success((player_type,))
    shared: tuple[str, ...] | None = None
    for ref in refs:
        found = registry.find(ref, model_type)
        if isinstance(found, Failure):
            return Failure(about_registry(found.failure()))
        has = found.unwrap().release.player_types
        shared = has if shared is None else tuple(name for name in shared if name in has)
    if not shared:
        return Failure(Complaint(f"{' and '.join(refs)} have no part in common."))
    return Success(shared)


def _by_part(comparisons: tuple[Comparison, ...]) -> tuple[tuple[Comparison, ...], ...]:
    parts = dict.fromkeys(one.a.player_type for one in comparisons)
    return tuple(tuple(one for one in comparisons if one.a.player_type == part) for part in parts)


def _json(comparisons: tuple[Comparison, ...], *, many: bool) -> dict[str, object]:
    by_part = {part[0].a.player_type: _part_json(part, many=many) for part in _by_part(comparisons)}
    return next(iter(by_part.values())) if len(by_part) == 1 else dict(by_part)


def _part_json(comparisons: tuple[Comparison, ...], *, many: bool) -> dict[str, object]:
    if not many:
        return comparison_json(comparisons[0])
    models = [full_row(comparisons[0].a), *(full_row(one.b) for one in comparisons)]
    return {"models": models, "pairs": [comparison_json(one) for one in comparisons]}


def _sides(a_only: tuple[object, ...], b_only: tuple[object, ...]) -> dict[str, object]:
    return {"a_only": a_only, "b_only": b_only}


def _facts(a: ModelMetadata, b: ModelMetadata, width: int | None) -> str:
    rows = [
        ("Version", str(a.version), str(b.version)),
        ("Training Years", format_seasons(a.training_years), format_seasons(b.training_years)),
        ("Stats", ", ".join(a.stats), ", ".join(b.stats)),
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


def _metrics(metrics: Mapping[str, MetricDiff], width: int | None, *, everything: bool) -> str:
    if not metrics:
        return "Neither version kept measures: train with --validate to have some.\n"
    fold = folded({key: (diff.a, diff.b) for key, diff in metrics.items()}, everything=everything)
    if not fold.listed:
        return fold.nothing
    rows = [(key, *_sides_of(metrics[key])) for key in fold.listed]
    columns = (
        Column("Metric"),
        Column("a", right=True),
        Column("b", right=True),
        Column("Delta", right=True),
        Column("Better"),
    )
    return table(columns, rows, width=width) + fold.rest


def _sides_of(diff: MetricDiff) -> tuple[str, str, str, str]:
    return _value(diff.a), _value(diff.b), _delta(diff), diff.better or "-"


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
