"""`fbm ml info`: one version in full."""

from __future__ import annotations

from collections.abc import Mapping

from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.ml.parts import parts_of
from fbm.app.cli.ml.rows import full_row
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import as_it_is, finish, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.registry.diffing import flatten
from fbm.domain.registry.metadata import ArtifactRef, Lineage, ModelMetadata

TOP_FEATURES = 5


def info(
    ref: str,
    /,
    *,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Show configuration, lineage, measures and feature importances of a version.

    Parameters
    ----------
    ref
        Which version: default, default_v3, default@latest.
    """
    registry = ServiceContainer(context.home, context.registry).model_registry
    models = choose_type(registry, ref, model_type).bind(lambda kind: parts_of(registry, ref, kind, player_type))
    return finish(models, show=lambda found: _show(found, as_json=json), complain=as_it_is)


def _show(models: tuple[ModelMetadata, ...], *, as_json: bool) -> None:
    if as_json:
        write_json({"models": [_json(model) for model in models]})
    else:
        write("\n".join((_release_text(models[0]), *(part_text(model) for model in models))))


def _json(model: ModelMetadata) -> dict[str, object]:
    return {
        **full_row(model),
        "importances": {stat: dict(shares) for stat, shares in model.importances.items()},
        "serializer": model.artifact.serializer,
        "attachments": {name: _artifact(ref) for name, ref in model.attachments.items()},
    }


def _artifact(ref: ArtifactRef) -> dict[str, object]:
    return ref._asdict()


def _release_text(model: ModelMetadata) -> str:
    facts = [
        ("Model type", model.model_type),
        ("Version", str(model.version)),
        ("Created", model.created_at),
        *((("Aliases", ", ".join(model.aliases)),) if model.aliases else ()),
        *((("Description", model.description),) if model.description else ()),
        *((("Tags", ", ".join(f"{key}={value}" for key, value in model.tags.items())),) if model.tags else ()),
        *_lineage(model.lineage),
    ]
    return table((Column(model.name), Column("")), facts)


def _lineage(lineage: Lineage) -> list[tuple[str, str]]:
    rows = [
        ("Seasons", format_seasons(lineage.seasons)),
        ("Data (sha256)", _hex(lineage.data_fingerprint or "")),
        ("Seed", "" if lineage.seed is None else str(lineage.seed)),
        ("Trained in", "" if lineage.duration_s is None else f"{lineage.duration_s:.1f} s"),
        ("Made with", f"fbm {lineage.fbm_version}, Python {lineage.python_version}" if lineage.fbm_version else ""),
        ("Libraries", ", ".join(f"{name} {version}" for name, version in sorted(lineage.libraries.items()))),
        ("Commit", lineage.git_commit or ""),
        ("Parents", ", ".join(parent.ref for parent in lineage.parents)),
        ("Train again", lineage.command or ""),
    ]
    return [(name, value) for name, value in rows if value]


def part_text(model: ModelMetadata) -> str:
    """Render one part: what it holds, its configuration, measures and most telling features."""
    facts = [
        ("Training years", format_seasons(model.training_years)),
        ("Stats", ", ".join(model.stats)),
        ("Features", ", ".join(model.feature_names)),
        ("Artifact", f"{model.artifact.size:,} bytes, {model.artifact.serializer}"),
        ("sha256", _hex(model.artifact.digest)),
    ]
    blocks = [
        table((Column(model.player_type.capitalize()), Column("")), facts),
        _pairs(
            "Configuration",
            {key: value if value is None else str(value) for key, value in flatten(model.config).items()},
        ),
        _pairs("Metric", flatten(model.metrics)),
        *(_importances(stat, shares) for stat, shares in model.importances.items()),
    ]
    return "\n".join(block for block in blocks if block)


def _pairs(title: str, values: Mapping[str, object]) -> str:
    rows = [(key, _value(value)) for key, value in values.items()]
    return table((Column(title), Column("Value", right=True)), rows) if rows else ""


def _importances(stat: str, shares: Mapping[str, float]) -> str:
    top = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:TOP_FEATURES]
    rows = [(name, f"{share:.1%}") for name, share in top]
    return table((Column(f"{stat}: top features"), Column("Gain", right=True)), rows) if rows else ""


def _hex(digest: str) -> str:
    # Its algorithm is in the label: so the widest line, a label beside 64 digits, is 80 columns and is never broken.
    return digest.removeprefix("sha256:")


def _value(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
