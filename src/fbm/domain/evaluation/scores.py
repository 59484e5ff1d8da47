"""Every measure of a match, for the sample and for each resample of it.

Shapes: `b` resamples, `n` players of a match, `m` of them measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.evaluation.matching import VOLUME, Match, Said
from fbm.domain.evaluation.ranking import FIVE_BY_FIVE, WITH_HOLDS, Category, rho_rows, top_share, values
from fbm.domain.evaluation.strata import strata_of
from fbm.domain.evaluation.weighted import errors
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray

STATS: Final = "stats"
RANK: Final = "rank"
RANK_WITH_HOLDS: Final = "rank_nsvh"
RATE: Final = "rates"
PLAYING_TIME: Final = "playing_time"
STRATA: Final = "strata"
"""Sections of a judgement: the first word of where a score belongs."""

PER_CHANCE: Final[Mapping[Playing, Mapping[str, str]]] = {
    "batter": dict.fromkeys(("so", "bb", "hr", "r", "rbi", "sb"), "pa"),
    "pitcher": dict.fromkeys(("so", "bb", "hr", "h"), "bf"),
}
"""Counts that are judged as rates, and the opportunities they are rates of."""

QUOTED: Final[Mapping[Playing, tuple[str, ...]]] = {"batter": ("obp", "woba"), "pitcher": ("era", "whip")}
"""Columns that are rates already; each counts by plate appearances or innings."""


class Score(NamedTuple):
    """One measure.

    Attributes
    ----------
    path : tuple of str
        Where it belongs: a section, what was measured, and the measure's name last.
    rows : float64, shape (b + 1,)
        In the sample, then in each resample; shape (1,) for a measure that is not resampled.
    n : int
        Players measured.
    """

    path: tuple[str, ...]
    rows: FloatArray
    n: int


class Sample(NamedTuple):
    """Some players of a match with their weights.

    Attributes
    ----------
    rows : bool, shape (n,)
    weights : float64, shape (b + 1, m)
    """

    rows: BoolArray
    weights: FloatArray

    def among(self, wanted: BoolArray) -> Sample:
        """Keep some of them; `wanted` has shape (n,)."""
        return Sample(self.rows & wanted, self.weights[:, wanted[self.rows]])


def judged_stats(match: Match) -> tuple[str, ...]:
    """Columns of which everybody judged has an actual figure and which some forecast has, in the forecasts' order."""
    offered = [name for several in match.said.values() for one in several for name in one.columns]
    return tuple(name for name in dict.fromkeys(offered) if _known(match.actual.get(name), match.judged))


def scores_of(match: Match, said: Said, weights: FloatArray) -> Iterator[Score]:
    """Measure a forecast in every way.

    Parameters
    ----------
    match : Match
    said : Said
        One of the match's.
    weights : float64, shape (b + 1, n)
        How often each player of the match was drawn.
    """
    judged = Sample(match.judged, weights[:, match.judged])
    stats = [stat for stat in judged_stats(match) if _known(said.columns.get(stat), match.judged)]
    for stat in stats:
        yield from _errors((STATS, stat), match.actual[stat], said.columns[stat], judged)
    yield from _ranks(match, said, judged)
    yield from _rates(match, said, judged, "population")
    yield from _rates(match, said, Sample(match.played, weights[:, match.played]), "everybody")
    yield from _playing_time(match, said, weights)
    yield from _by_stratum(match, said, Sample(match.judged, weights[:1, match.judged]), stats)


def _known(column: FloatArray | None, rows: BoolArray) -> bool:
    return column is not None and bool(rows.any()) and bool(np.isfinite(column[rows]).all())


def _errors(path: tuple[str, ...], actual: FloatArray, projected: FloatArray, sample: Sample) -> Iterator[Score]:
    found = errors(actual[sample.rows], projected[sample.rows], sample.weights)
    for measure, rows in found._asdict().items():
        yield Score((*path, measure), rows, int(sample.rows.sum()))


def _ranks(match: Match, said: Said, sample: Sample) -> Iterator[Score]:
    yield from _rank(match, said, sample, FIVE_BY_FIVE[match.player_type], RANK)
    if match.player_type == "pitcher":
        yield from _rank(match, said, sample, WITH_HOLDS, RANK_WITH_HOLDS)


def _rank(match: Match, said: Said, sample: Sample, categories: tuple[Category, ...], section: str) -> Iterator[Score]:
    needed = {name for one in categories for name in (one.stat, one.volume) if name}
    both = (match.actual, said.columns)
    if not all(_known(columns.get(name), sample.rows) for columns in both for name in needed):
        return
    picked = ({name: columns[name][sample.rows] for name in needed} for columns in both)
    actual, projected = (values(columns, categories, sample.weights) for columns in picked)
    n = int(sample.rows.sum())
    yield Score((section, "rho"), rho_rows(actual, projected, sample.weights), n)
    yield Score((section, "top20"), np.array([top_share(actual[0], projected[0])]), n)


def _rates(match: Match, said: Said, sample: Sample, group: str) -> Iterator[Score]:
    playing = match.player_type
    for stat, per in PER_CHANCE[playing].items():
        if stat in said.columns and per in said.columns:
            columns = (_over(one[stat], one[per]) for one in (match.actual, said.columns))
            yield from _rate((RATE, group, stat), columns, match.actual[per], said, sample)
    for stat in QUOTED[playing]:
        if stat in said.columns:
            columns = (one[stat] for one in (match.actual, said.columns))
            yield from _rate((RATE, group, stat), columns, match.volume(), said, sample)


def _rate(
    path: tuple[str, ...], columns: Iterator[FloatArray], chances: FloatArray, said: Said, sample: Sample
) -> Iterator[Score]:
    """Measure deviations from the league, weighted by opportunities; who was not projected is at its average."""
    actual, projected = (column[sample.rows] for column in columns)
    counted = np.nan_to_num(chances[sample.rows]) * np.isfinite(actual)
    if not counted.sum() > 0:
        return
    known = said.projected[sample.rows] & np.isfinite(projected)
    deviation = np.where(known, projected - _mean(projected, counted * known), 0.0)
    truth = np.nan_to_num(actual - _mean(actual, counted))
    foreseen = deviation - _mean(deviation, counted)
    found = errors(truth, foreseen, sample.weights, counted)
    n = int((counted > 0).sum())
    yield Score((*path, "rmse"), found.rmse, n)
    yield Score((*path, "r"), found.r, n)


def _mean(column: FloatArray, weights: FloatArray) -> float:
    total = weights.sum()
    return float((np.nan_to_num(column) * weights).sum() / total) if total > 0 else 0.0


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def _playing_time(match: Match, said: Said, weights: FloatArray) -> Iterator[Score]:
    """Measure how much they played: those who played much, and everybody whom all projected, played or not."""
    stat = VOLUME[match.player_type]
    in_all = np.all([one.projected for several in match.said.values() for one in several], axis=0)
    for group, rows in (("population", match.judged), ("everybody", in_all)):
        if _known(said.columns.get(stat), rows):
            sample = Sample(rows, weights[:, rows])
            yield from _errors((PLAYING_TIME, group), match.actual[stat], said.columns[stat], sample)
            error = said.columns[stat][rows] - match.actual[stat][rows]
            yield Score((PLAYING_TIME, group, "bias"), np.array([error.mean()]), int(rows.sum()))


def _by_stratum(match: Match, said: Said, sample: Sample, stats: list[str]) -> Iterator[Score]:
    wanted = [one.stat for one in FIVE_BY_FIVE[match.player_type] if one.stat in stats]
    wanted += [VOLUME[match.player_type]] * (VOLUME[match.player_type] in stats)
    for kind, name, rows in strata_of(match):
        part = sample.among(rows)
        if part.rows.sum() > 1:
            for stat in wanted:
                yield from _errors((STRATA, kind, name, stat), match.actual[stat], said.columns[stat], part)
