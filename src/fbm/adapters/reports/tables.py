"""What the page of a judgement says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from fbm.adapters.reports.layout import Table, Text
from fbm.domain.evaluation.summary import LONG, SHOWN, Line, judged_line, lines_of, title
from fbm.domain.ids import format_seasons
from fbm.domain.ports.reports import Report
from fbm.domain.projection.batch import Playing

MISSES: Final[Mapping[Playing, str]] = {"batter": "hr", "pitcher": "so"}
MOST: Final = 10


DECIMALS: Final = {
    **dict.fromkeys(("avg", "obp", "slg", "ops", "woba"), 3),
    **dict.fromkeys(("era", "whip", "k9", "bb9"), 2),
}
"""Decimals of rates; counts have one."""


def text_of(report: Report) -> Text:
    """Lay out a judgement: what was judged, how, and every table."""
    title = f"Projections of {format_seasons(report.document['seasons'])}"
    return Text(title, _remarks(report), tuple(_tables(report)))


def _remarks(report: Report) -> tuple[str, ...]:
    document, drawn = report.document, report.document["bootstrap"]
    return (
        f"Held against {document['baseline']}. Every season was projected from the seasons before it alone.",
        f"Measures are means over seasons; intervals of {drawn['level']:.0%} come from {drawn['resamples']} resamples "
        f"of players (seed {drawn['seed']}), the same for both sides of a difference.",
    )


def _tables(report: Report) -> Iterator[Table]:
    for playing in SHOWN:
        yield from (
            table
            for table in (
                _categories(report.document, playing),
                _rates(report.document, playing),
                _playing_time(report.document, playing),
                _calibration(report.document, playing),
                _strata(report.document, playing),
                _misses(report, playing),
            )
            if table.rows
        )


def _categories(document: Mapping[str, Any], playing: Playing) -> Table:
    rows = tuple((title(line.stat), line.name, *_measures(line)) for line in lines_of(document, playing))
    columns = ("Category", "Pipeline", "n", "RMSE", "r or rho", "Difference", "Interval", "Verdict")
    return Table(f"{playing.capitalize()}s: categories", columns, rows, judged_line(document, playing))


def _measures(line: Line) -> tuple[str, ...]:
    rmse = "" if line.rmse is None else _figure(line.rmse, 4 if line.stat in LONG else 2)
    if line.difference is None:
        return str(line.n), rmse, _figure(line.r), "", "", ""
    interval = f"{line.difference.lo:+.3f} to {line.difference.hi:+.3f}"
    return str(line.n), rmse, _figure(line.r), f"{line.difference.delta:+.3f}", interval, line.verdict


def _rates(document: Mapping[str, Any], playing: Playing) -> Table:
    rows = []
    for name, kinds in document["rates"].items():
        for stat, level in kinds.get(playing, {}).get("everybody", {}).items():
            found = document["rate_differences"].get(name, {}).get(playing, {}).get("everybody", {}).get(stat, {})
            rows.append((title(stat), name, _figure(level["rmse"], 5), _figure(level["r"]), *_cut(level, found)))
    remark = (
        "Rates of everybody who played, weighted by opportunities, each season's mean taken off; who was not projected "
        "stands at the league's average. A cut below zero is an error smaller than the baseline's."
    )
    columns = ("Rate", "Pipeline", "RMSE", "r", "Cut", "Interval")
    return Table(f"{playing.capitalize()}s: rates", columns, tuple(sorted(rows, key=lambda row: row[0])), remark)


def _cut(level: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[str, str]:
    """Difference of the RMSE and its interval, as shares of the baseline's."""
    if "rmse" not in found or level["rmse"] is None:
        return "", ""
    base = level["rmse"] - found["rmse"]["delta"]
    delta, lo, hi = (found["rmse"][key] / base if base else 0.0 for key in ("delta", "lo", "hi"))
    return f"{delta:+.1%}", f"{lo:+.1%} to {hi:+.1%}"


def _playing_time(document: Mapping[str, Any], playing: Playing) -> Table:
    rows = tuple(
        (
            group,
            name,
            str(level["n"]),
            *(_figure(level[key], 1) for key in ("rmse", "mae", "bias")),
            _figure(level["r"]),
        )
        for group in ("population", "everybody")
        for name, kinds in document["playing_time"].items()
        if (level := kinds.get(playing, {}).get(group))
    )
    remark = "In plate appearances or innings; everybody means all who were projected, played or not."
    columns = ("Among", "Pipeline", "n", "RMSE", "MAE", "Bias", "r")
    return Table(f"{playing.capitalize()}s: playing time", columns, rows, remark)


def _calibration(document: Mapping[str, Any], playing: Playing) -> Table:
    rows = tuple(
        (
            title(stat),
            name,
            str(found["n"]),
            _figure(found["median_projection"], DECIMALS.get(stat, 1)),
            *tuple(_share(found["below"].get(level)) for level in ("p10", "p50", "p90")),
            _tail(found, "pit_below_10"),
            _tail(found, "pit_above_90"),
        )
        for name, kinds in document["calibration"].items()
        for stat, found in kinds.get(playing, {}).items()
    )
    columns = ("Stat", "Pipeline", "n", "Median", "Below p10", "Below p50", "Below p90", "PIT < .1", "PIT > .9")
    remark = (
        "Shares of actual figures; a projection that is as sure as it says has 10 %, 50 %, 90 %, 10 % and 10 %. "
        "Behind ±: the standard error of a tail, from how it differs between seasons."
    )
    return Table(f"{playing.capitalize()}s: calibration", columns, rows, remark)


def _strata(document: Mapping[str, Any], playing: Playing) -> Table:
    groups_of = (kinds.get(playing, {}).values() for kinds in document["strata"].values())
    judged = {stat for groups in groups_of for group in groups for stats in group.values() for stat in stats}
    shown = tuple(stat for stat in SHOWN[playing] if stat in judged)
    rows = tuple(
        (
            kind.replace("_", " "),
            name,
            pipeline,
            str(next(iter(stats.values()))["n"]),
            *tuple(_figure(stats.get(stat, {}).get("r")) for stat in shown),
        )
        for pipeline, kinds in document["strata"].items()
        for kind, groups in kinds.get(playing, {}).items()
        for name, stats in groups.items()
    )
    columns = ("By", "Group", "Pipeline", "n", *(f"{title(stat)} r" for stat in shown))
    # Groups stand as the judge lists them, the youngest first: by their names 26-28 would come before "to 25".
    groups = list(dict.fromkeys(row[:2] for row in rows))
    in_order = tuple(sorted(rows, key=lambda row: groups.index(row[:2])))
    return Table(f"{playing.capitalize()}s: strata", columns, in_order)


def _misses(report: Report, playing: Playing) -> Table:
    """Give the player seasons that were furthest off, averaged over pipelines; those of which all said something."""
    stat = MISSES[playing]
    rows: list[tuple[float, tuple[str, ...]]] = []
    for match in (match for match in report.matches if match.player_type == playing and stat in match.actual):
        said = [several[0].columns[stat] for several in match.said.values() if stat in several[0].columns]
        mean = np.mean(said, axis=0) if said else np.full(len(match), np.nan)
        for row in np.flatnonzero(match.judged & np.isfinite(mean)).tolist():
            player, actual = str(match.player_id[row]), float(match.actual[stat][row])
            cells = (report.names.get(player) or player, str(match.season), _figure(actual, 0), _figure(mean[row], 1))
            rows.append((abs(actual - float(mean[row])), cells))
    furthest = sorted(rows, key=lambda row: (-row[0], row[1]))[:MOST]
    columns = ("Player", "Season", title(stat), "Projected, mean of all")
    return Table(
        f"{playing.capitalize()}s: furthest off in {title(stat)}", columns, tuple(cells for _, cells in furthest)
    )


def _figure(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _tail(found: Mapping[str, Any], name: str) -> str:
    error = found[f"{name}_error"]
    return _share(found[name]) if error is None else f"{found[name]:.1%} ± {100 * error:.1f}"
