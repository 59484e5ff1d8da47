"""What the page on versions says: what each is, how it did on a season held out, and how they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fbm.adapters.reports.held_out import PER, held_out, season_of
from fbm.adapters.reports.layout import Table, Text
from fbm.adapters.reports.next_games import next_games
from fbm.domain.ids import format_seasons
from fbm.domain.registry.diffing import Comparison, MetricDiff, ValueDiff, compare, direction
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.pages import VersionReport

FEATURES: Final = 12
"""Most telling features that are listed."""

UNKEPT: Final = "None of these kept what it said of a season held out."
UNJUDGED: Final = f"{UNKEPT.removesuffix('.')}: train with --validate to have that."

TITLED: Final = 8
"""Versions that the title names."""

SHORT: Final = 12
"""Digits of a digest that are told."""


def version_text(report: VersionReport) -> Text:
    """Lay the versions out."""
    title = f"{report.model_type}: {_some(report.names)}"
    return Text(title, _remarks(report), tuple(table for table in _tables(report) if table.rows))


def _some(names: tuple[str, ...]) -> str:
    rest = len(names) - TITLED
    return ", ".join(names[:TITLED]) + (f" and {rest} more" if rest > 0 else "")


def _remarks(report: VersionReport) -> tuple[str, ...]:
    judged = any(held_out(model) or next_games("", model).rows for models in report.parts.values() for model in models)
    held = "Errors are of a season held out, by a model of the seasons before it." if judged else _unjudged(report)
    several = f"The others are held against {report.names[0]}." if len(report.names) > 1 else ""
    return tuple(filter(None, (held, several)))


def _unjudged(report: VersionReport) -> str:
    return UNKEPT if report.model_type == "contextual" else UNJUDGED


def _tables(report: VersionReport) -> Iterator[Table]:
    for playing, models in report.parts.items():
        who = "Shared part" if playing == "shared" else f"{playing.capitalize()}s"
        yield _facts(who, models)
        yield from (_held_out(who, model) for model in models)
        yield from (next_games(who, model) for model in models)
        yield from (table for other in models[1:] for table in _differences(who, compare(models[0], other)))
        yield _features(who, models)
    yield _commands(report)


def _facts(who: str, models: tuple[ModelMetadata, ...]) -> Table:
    told = [_facts_of(model) for model in models]
    rows = [(name, *(one[name] for one in told)) for name in told[0]]
    return Table(f"{who}: versions", ("", *_titles(models)), tuple(row for row in rows if any(row[1:])))


def _facts_of(model: ModelMetadata) -> dict[str, str]:
    lineage = model.lineage
    return {
        "Description": model.description,
        "Aliases": ", ".join(model.aliases),
        "Tags": ", ".join(f"{key}={value}" for key, value in model.tags.items()),
        "Created": model.created_at[:16].replace("T", " "),
        "Training years": format_seasons(model.training_years),
        "Stats": ", ".join(model.stats),
        "Features": str(len(model.feature_names) or ""),
        "Seed": "" if lineage.seed is None else str(lineage.seed),
        "Made with": f"fbm {lineage.fbm_version}" if lineage.fbm_version else "",
        "Parents": ", ".join(parent.ref for parent in lineage.parents),
        "Data": (lineage.data_fingerprint or "").removeprefix("sha256:")[:SHORT],
        "Digest": model.artifact.digest.removeprefix("sha256:")[:SHORT],
    }


def _held_out(who: str, model: ModelMetadata) -> Table:
    rows = tuple(
        (
            one.stat,
            f"{one.model:.3f}",
            f"{one.pipeline:.3f}",
            f"{one.delta:+.3f}",
            f"{one.lo:+.3f} to {one.hi:+.3f}",
            one.verdict,
        )
        for one in held_out(model)
    )
    heading = f"{who}: {model.name}, {season_of(model)} held out"
    per = f"Root mean squared errors per {PER[model.player_type]}." if model.player_type in PER else ""
    return Table(heading, ("Stat", "RMSE", "Pipeline", "Difference", "95 % interval", "Verdict"), rows, per)


def _differences(who: str, comparison: Comparison) -> Iterator[Table]:
    sides = (comparison.a.name, comparison.b.name)
    heading = f"{who}: {sides[1]} beside {sides[0]}"
    rows = (*_sets(comparison), *_settings(comparison.config))
    yield Table(f"{heading}: what differs", ("", *sides), rows)
    yield _measures(f"{heading}: measures", sides, comparison.metrics)


def _measures(heading: str, sides: tuple[str, str], metrics: Mapping[str, MetricDiff]) -> Table:
    """Set side by side what tells the versions apart; the pipeline's own errors, say, are the same for both."""
    known = {key: diff for key, diff in metrics.items() if direction(key) and diff.delta is not None}
    rows = tuple(_measure(key, diff, sides) for key, diff in known.items() if diff.better != "same")
    same = len(known) - len(rows)
    remark = f"Not listed: {same:,} that are the same." if same else ""
    return Table(heading, ("Measure", *sides, "Difference", "Better"), rows, remark)


def _sets(comparison: Comparison) -> tuple[tuple[str, str, str], ...]:
    years = tuple(format_seasons(_whole(side)) for side in comparison.training_years)
    pairs = (
        ("Training years of one alone", *years),
        ("Stats of one alone", *(_words(side) for side in comparison.stats)),
        ("Features of one alone", _words(comparison.feature_names.a_only), _words(comparison.feature_names.b_only)),
    )
    return tuple((name, a, b) for name, a, b in pairs if a or b)


def _settings(config: Mapping[str, ValueDiff]) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, _setting(diff.a), _setting(diff.b)) for key, diff in config.items())


def _setting(value: object) -> str:
    return "" if value is None else str(value)


def _measure(key: str, diff: MetricDiff, names: tuple[str, str]) -> tuple[str, ...]:
    better = {"a": names[0], "b": names[1]}.get(diff.better or "", diff.better or "")
    return key, _figure(diff.a), _figure(diff.b), f"{diff.delta:+.4f}", better


def _features(who: str, models: tuple[ModelMetadata, ...]) -> Table:
    shares = [telling(model) for model in models]
    first = next((one for one in shares if one), {})
    names = sorted(first, key=lambda name: (-first[name], name))[:FEATURES]
    rows = tuple((name, *(f"{one[name]:.1%}" if name in one else "" for one in shares)) for name in names)
    remark = "Mean share over the stats of what each feature took from the training error."
    return Table(f"{who}: most telling features", ("Feature", *_titles(models)), rows, remark)


def _commands(report: VersionReport) -> Table:
    models = {model.name: model for several in report.parts.values() for model in several}
    rows = tuple((name, model.lineage.command) for name, model in models.items() if model.lineage.command)
    return Table("To train them again", ("Version", "Command"), rows)


def telling(model: ModelMetadata) -> dict[str, float]:
    """Give each feature's share in what was learned, the mean over the stats."""
    several = model.importances.values()
    names = {name for one in several for name in one}
    return {name: sum(one.get(name, 0.0) for one in several) / len(several) for name in names}


def _titles(models: tuple[ModelMetadata, ...]) -> tuple[str, ...]:
    return tuple(model.name for model in models)


def _figure(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _whole(side: tuple[object, ...]) -> tuple[int, ...]:
    return tuple(one for one in side if isinstance(one, int))


def _words(side: tuple[object, ...]) -> str:
    return ", ".join(map(str, side))
