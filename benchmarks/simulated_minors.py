"""Correlations between a line in the minors and the majors after it: the real ones beside the simulated league's.

Run: python benchmarks/simulated_minors.py [DATA_DIRECTORY] [--leagues 32]

Rates of players with 200 plate appearances (or 60 innings) or more at a level in one season, against their rates in the
majors in the seasons after it, one season for AAA and two for what is lower, with 150 plate appearances (40 innings) or
more together. Both rates are compared with the league's of their season. Real seasons are 1995-2016, those of
Baseball-Reference; the difference that counts is the last column.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.minors import MinorFiles
from fbm.app.promotions import Told
from fbm.domain.evaluation.metrics import correlation
from fbm.domain.features.residuals import count_of
from fbm.domain.minor_rates import chances_of
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray, Lines, opportunities_of, season_totals
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec

STATS: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "so", "bb", "h", "sb"),
    "pitcher": ("h", "er", "so", "bb", "hr"),
}
LEAST: Final[Mapping[Playing, tuple[float, float]]] = {"batter": (200.0, 150.0), "pitcher": (180.0, 120.0)}
AFTER: Final = {"AAA": 1, "AA": 2, "A+": 2}
REAL_SEASONS: Final = range(1995, 2016)


class Quiet:
    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


def main() -> None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="?", type=Path, default=Path(os.environ.get("FBM_TEST_DATA", beside)))
    parser.add_argument("--leagues", type=int, default=32)
    options = parser.parse_args()
    known = real(options.data)
    leagues = [simulate_league(LeagueSpec(seed=seed)) for seed in range(1, options.leagues + 1)]
    made = [Told(league.history, league.minors) for league in leagues]
    print("| players | level | stat | real | n | simulated | n | difference |\n" + "| --- " * 8 + "|")
    for player_type, stats in STATS.items():
        for level in AFTER:
            for stat in stats:
                print(row(player_type, level, stat, known, made))


def real(data: Path) -> Told:
    crosswalk = IdFiles(sorted((data / "ids").glob("*.csv.gz"))).read(Quiet()).unwrap()
    minors = MinorFiles(sorted((data / "milb").glob("bref_*.csv.gz"))).read(crosswalk, Quiet()).unwrap().minors
    history = LahmanFiles(data / "lahman").read(Quiet()).unwrap()
    return Told(history, minors.between(REAL_SEASONS[0], REAL_SEASONS[-1]))


def row(player_type: Playing, level: str, stat: str, known: Told, made: Sequence[Told]) -> str:
    pairs = [paired(known, player_type, level, stat)]
    simulated = [paired(told, player_type, level, stat) for told in made]
    figures = []
    for group in (pairs, simulated):
        below, above, weights = (np.concatenate([pair[place] for pair in group]) for place in range(3))
        figures.append((correlation(above, below, weights), len(below)))
    (first, n), (second, m) = figures
    return f"| {player_type}s | {level} | {stat} | {first:.3f} | {n} | {second:.3f} | {m} | {second - first:+.3f} |"


def paired(told: Told, player_type: Playing, level: str, stat: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rates below and above over their leagues' and the opportunities above, shape (n,) each."""
    least, enough = LEAST[player_type]
    lines = told.minors.batting if player_type == "batter" else told.minors.pitching
    majors = season_totals(told.history.batting if player_type == "batter" else told.history.pitching)
    lines = lines.take((lines.level == level) & np.isfinite(lines.counts[stat]))
    chances = chances_of(lines, player_type)
    index = over_league(lines.counts[stat], chances, lines.season)
    found = after(majors, player_type, stat)
    rows = []
    for place in np.flatnonzero(chances >= least).tolist():
        ahead = [
            found.get((str(lines.player_id[place]), int(lines.season[place]) + step))
            for step in range(1, AFTER[level] + 1)
        ]
        seen = [one for one in ahead if one is not None and one[1] > 0]
        played = sum(one[1] for one in seen)
        if played >= enough:
            rows.append((float(index[place]), sum(one[0] * one[1] for one in seen) / played, played))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def after(majors: Lines, player_type: Playing, stat: str) -> dict[tuple[str, int], tuple[float, float]]:
    chances = opportunities_of(majors, player_type)
    counts = (
        sum(count_of(majors, kind) for kind in ("singles", "doubles", "triples", "hr"))
        if (stat, player_type) == ("h", "batter")
        else count_of(majors, stat)
    )
    index = over_league(np.asarray(counts), chances, majors.season)
    keys = zip(majors.player_id.tolist(), majors.season.tolist(), strict=True)
    return dict(zip(keys, zip(index.tolist(), chances.tolist(), strict=True), strict=True))


def over_league(counts: FloatArray, chances: FloatArray, season: FloatArray | np.ndarray) -> FloatArray:
    _, group = np.unique(season, return_inverse=True)
    league = np.bincount(group, counts) / np.bincount(group, chances)
    rates = counts / np.where(chances > 0, chances, np.nan)
    return np.asarray(rates / league[group], dtype=np.float64)


if __name__ == "__main__":
    main()
