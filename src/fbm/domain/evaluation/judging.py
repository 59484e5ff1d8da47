"""The judgement: matches of several seasons summed up, as nested plain numbers.

Measures are computed season by season and averaged over seasons and seeds; `n` adds up. Differences are those of the
averages, with the same players drawn for both sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import numpy as np

from fbm.domain.evaluation.calibration import Placed, calibration_of, placements
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.labels import counterpart
from fbm.domain.evaluation.matching import Match, Population
from fbm.domain.evaluation.resampling import Draws, draw, interval
from fbm.domain.evaluation.scores import PLAYING_TIME, RANK, RANK_WITH_HOLDS, RATE, STATS, STRATA, Score, scores_of
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray

DIGITS: Final = 6
"""Decimals that are kept of every number."""

Key = tuple[str, Playing, tuple[str, ...]]
"""A name, a type of player, and the path of a score."""


@dataclass(frozen=True, slots=True)
class Court:
    """How a judgement is made.

    Attributes
    ----------
    baseline : str
        The name that the others are held against.
    also : tuple of str
        Further names that all are held against.
    population : Population
    bootstrap : Bootstrap
    """

    baseline: str
    population: Population = field(default_factory=Population)
    bootstrap: Bootstrap = field(default_factory=Bootstrap)
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    """Scores of one key: rows of each season and seed, and players by season."""

    rows: list[FloatArray] = field(default_factory=list)
    players: dict[int, int] = field(default_factory=dict)
    seasons: dict[int, list[float]] = field(default_factory=dict)

    def take(self, season: int, score: Score) -> None:
        self.rows.append(score.rows)
        self.players[season] = score.n
        self.seasons.setdefault(season, []).append(float(score.rows[0]))

    def mean(self) -> FloatArray:
        rows: FloatArray = np.mean(np.stack(self.rows), axis=0)
        return rows


def judge(matches: Sequence[Match], court: Court) -> dict[str, Any]:
    """Judge forecasts.

    Parameters
    ----------
    matches : sequence of Match
        Of every season and type of player; the same names in each.
    court : Court

    Returns
    -------
    dict
        ``seasons``, ``population``, ``baseline``, ``counterparts``, ``bootstrap``, ``pipelines``, ``differences``,
        ``also_against``, ``rates``, ``rate_differences``, ``playing_time``, ``playing_time_differences``,
        ``calibration``, ``strata`` and ``by_season``, as the handbook page on evaluation explains.
    """
    tallies = _tallied(matches, court)
    names = tuple(dict.fromkeys(name for match in matches for name in match.said))
    judgement: dict[str, Any] = _rounded(
        {
            "seasons": sorted({match.season for match in matches}),
            "baseline": court.baseline,
            "counterparts": {name: counterpart(name, court.baseline, names) for name in names},
            "bootstrap": {
                "seed": court.bootstrap.seed,
                "resamples": court.bootstrap.resamples,
                "level": court.bootstrap.level,
            },
            "population": _population(matches, court.population),
            "pipelines": _levels(tallies, names, _is_category),
            "differences": _differences(tallies, names, court, _is_category),
            "also_against": {other: _to(other, tallies, names, court) for other in court.also},
            "rates": _levels(tallies, names, lambda section: section == RATE),
            "rate_differences": _differences(tallies, names, court, lambda section: section == RATE),
            "playing_time": _levels(tallies, names, lambda section: section == PLAYING_TIME),
            "playing_time_differences": _differences(tallies, names, court, lambda section: section == PLAYING_TIME),
            "calibration": _calibration(matches, court),
            "strata": _levels(tallies, names, lambda section: section == STRATA),
            "by_season": _by_season(tallies, names),
        }
    )
    return judgement


def _is_category(section: str) -> bool:
    return section in {STATS, RANK, RANK_WITH_HOLDS}


def _tallied(matches: Sequence[Match], court: Court) -> dict[Key, _Tally]:
    draws = draw((player for match in matches for player in match.player_id.tolist()), court.bootstrap)
    tallies: dict[Key, _Tally] = {}
    for match in matches:
        for name, playing, season, score in _scored(match, draws):
            tallies.setdefault((name, playing, score.path), _Tally()).take(season, score)
    return tallies


def _scored(match: Match, draws: Draws) -> Iterable[tuple[str, Playing, int, Score]]:
    weights = draws.of(match.player_id)
    for name, several in match.said.items():
        for said in several:
            for score in scores_of(match, said, weights):
                yield name, match.player_type, match.season, score


def _levels(
    tallies: Mapping[Key, _Tally], names: Sequence[str], wanted: Callable[[str], bool]
) -> dict[str, dict[str, Any]]:
    """Nest the measures of some sections: name, type of player, what was measured, measure."""
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for (name, playing, path), tally in tallies.items():
        if wanted(path[0]):
            place = _place(found[name].setdefault(playing, {}), _where(path))
            place[path[-1]] = float(tally.mean()[0])
            place["n"] = sum(tally.players.values())
    return found


def _where(path: tuple[str, ...]) -> tuple[str, ...]:
    """Where measures stand below the type of player: ranks keep the name of their section, the others lose it."""
    return path[1:-1] or path[:1]


def _place(tree: dict[str, Any], words: Iterable[str]) -> dict[str, Any]:
    for word in words:
        tree = tree.setdefault(word, {})
    return tree


def _differences(
    tallies: Mapping[Key, _Tally], names: Sequence[str], court: Court, wanted: Callable[[str], bool]
) -> dict[str, dict[str, Any]]:
    """Nest the differences to the baseline, for measures that were resampled and that both have."""
    against = {name: counterpart(name, court.baseline, names) for name in names}
    found: dict[str, dict[str, Any]] = {name: {} for name in names if name != against[name]}
    for (name, playing, path), tally in tallies.items():
        other = tallies.get((against[name], playing, path))
        if name in found and wanted(path[0]) and other and other.players == tally.players:
            rows, baseline = tally.mean(), other.mean()
            known = interval(rows, baseline, court.bootstrap)
            if known is not None and len(rows) > 1:
                place = _place(found[name].setdefault(playing, {}), _where(path))
                place[path[-1]] = {
                    **asdict(known),
                    "level": court.bootstrap.level,
                    "n": sum(tally.players.values()),
                    "resamples": court.bootstrap.resamples,
                }
    return found


def _to(other: str, tallies: Mapping[Key, _Tally], names: Sequence[str], court: Court) -> dict[str, dict[str, Any]]:
    return _differences(tallies, names, replace(court, baseline=other), _is_category)


def _by_season(tallies: Mapping[Key, _Tally], names: Sequence[str]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (name, playing, path), tally in tallies.items():
        if path[0] not in {STRATA}:
            words = path[:-1] if path[0] in {RATE, PLAYING_TIME} else _where(path)
            for season, several in tally.seasons.items():
                place = _place(found, (str(season), name, playing, *words))
                place[path[-1]] = float(np.mean(several))
                place["n"] = tally.players[season]
    return {season: {name: by[name] for name in names if name in by} for season, by in sorted(found.items())}


def _population(matches: Sequence[Match], population: Population) -> dict[str, Any]:
    """Tell how many were judged and how many each forecast did not have."""
    found: dict[str, Any] = {"min_pa": population.min_pa, "min_ip": population.min_ip, "batter": {}, "pitcher": {}}
    for match in matches:
        found[match.player_type][str(match.season)] = {
            "least": population.least(match.player_type, match.season),
            "population": int(match.population.sum()),
            "judged": int(match.judged.sum()),
            "not_projected": {
                name: max(int((match.population & ~one.projected).sum()) for one in several)
                for name, several in match.said.items()
            },
        }
    return found


def _calibration(matches: Sequence[Match], court: Court) -> dict[str, dict[str, Any]]:
    placed: dict[tuple[str, Playing, str], dict[int, list[Placed]]] = {}
    for match in matches:
        for name, several in match.said.items():
            for seed, one in enumerate(several):
                for stat, found in placements(match, one.quantiles, court.bootstrap.seed + 10_000 * seed).items():
                    seasons = placed.setdefault((name, match.player_type, stat), {})
                    seasons.setdefault(match.season, []).append(found)
    nested: dict[str, dict[str, Any]] = {}
    for (name, playing, stat), seasons in placed.items():
        _place(nested, (name, playing))[stat] = calibration_of(seasons)
    return nested


def _rounded(value: Any) -> Any:
    """Cut numbers to the digits that are kept; what is not a number is null."""
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value
