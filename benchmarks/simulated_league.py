"""How near the simulated league comes to the real one: a table real | simulated per figure, seasons 2010-2019.

Run: python benchmarks/simulated_league.py [LAHMAN_DIRECTORY [SEEDS]]

Without a directory, the Lahman files are looked for under $FBM_TEST_DATA, then in `shared/data` beside the project.

Shapes: p players, t seasons. A player who is not there has zeros.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.domain.seasons import BoolArray, FloatArray, History, Lines, People, plate_appearances, season_totals
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec

FIRST, LAST = 2010, 2019
REGULAR_PA, REGULAR_OUTS = 200, 150

BATTING: Final = ("hr", "singles", "doubles", "triples", "bb", "so", "hbp", "sb", "cs", "r", "rbi", "sf", "sh", "obp")
PITCHING: Final = ("so", "bb", "hr", "h", "hbp", "er")

Figures = dict[str, float]


@dataclass(frozen=True)
class Panel:
    """One kind of lines as players by seasons; `chances` are plate appearances or outs, shape (p, t)."""

    chances: FloatArray
    counts: Mapping[str, FloatArray]
    age: FloatArray

    def regular(self, least: float) -> BoolArray:
        return self.chances >= least


def panel(lines: Lines, people: People, chances: FloatArray) -> Panel:
    players, row = np.unique(lines.player_id, return_inverse=True)
    seasons = np.arange(FIRST, LAST + 1)
    born = dict(zip(people.player_id.tolist(), people.birth_year.tolist(), strict=True))
    birth_year = np.array([born[player] for player in players.tolist()])

    def spread(column: FloatArray) -> FloatArray:
        table = np.zeros((len(players), len(seasons)))
        table[row, lines.season - FIRST] = np.nan_to_num(column)
        return table

    counts = {name: spread(column) for name, column in lines.counts.items()}
    return Panel(spread(chances), counts, seasons[None, :] - birth_year[:, None])


def batter_panel(history: History) -> Panel:
    """Batters only: those who also pitched count from 150 plate appearances on."""
    lines = season_totals(history.batting)
    pitched = season_totals(history.pitching)
    keys = set(zip(pitched.player_id.tolist(), pitched.season.tolist(), strict=True))
    also = np.array([key in keys for key in zip(lines.player_id.tolist(), lines.season.tolist(), strict=True)])
    lines = lines.take(~also | (plate_appearances(lines) >= 150))
    table = panel(lines, history.people, plate_appearances(lines))
    singles = table.counts["h"] - table.counts["doubles"] - table.counts["triples"] - table.counts["hr"]
    on_base = table.counts["h"] + table.counts["bb"] + table.counts["hbp"]
    return Panel(table.chances, {**table.counts, "singles": singles, "obp": on_base}, table.age)


def pitcher_panel(history: History) -> Panel:
    lines = season_totals(history.pitching)
    return panel(lines, history.people, lines.counts["outs"])


def figures(history: History) -> Figures:
    inside = history.between(FIRST, LAST)
    batting, pitching = batter_panel(inside), pitcher_panel(inside)
    return {**batter_figures(batting), **pitcher_figures(pitching), **marcel_figures(batting, pitching)}


def batter_figures(table: Panel) -> Figures:
    regular, counts = table.regular(REGULAR_PA), table.counts
    rates = {name: counts[name] / np.maximum(table.chances, 1) for name in BATTING}
    balls_in_play = np.maximum(counts["ab"] - counts["so"] - counts["hr"] + counts["sf"], 1)
    rates["babip"] = (counts["h"] - counts["hr"]) / balls_in_play
    return {
        **{f"batters: {name} per PA": counts[name].sum() / table.chances.sum() for name in BATTING},
        **{f"batters: spread of {name}": float(rate[regular].std()) for name, rate in rates.items()},
        **{f"batters: year to year r, {name}": year_to_year(rate, regular) for name, rate in rates.items()},
        "batters: year to year r, PA": year_to_year(table.chances, regular),
        **seasons_of("batters", "PA", table.chances, (1, 50, 100, 200, 300, 400, 500, 600, 680)),
        **ages("batters", table),
        "batters: r of hr with so": correlation(rates["hr"][regular], rates["so"][regular]),
        "batters: r of hr with sb": correlation(rates["hr"][regular], rates["sb"][regular]),
        "batters: back after 200 PA": came_back(table, REGULAR_PA),
    }


def pitcher_figures(table: Panel) -> Figures:
    regular, counts = table.regular(REGULAR_OUTS), table.counts
    rates = {name: counts[name] / np.maximum(counts["bf"], 1) for name in PITCHING}
    rates["era"] = 27 * counts["er"] / np.maximum(table.chances, 1)
    rates["whip"] = 3 * (counts["h"] + counts["bb"]) / np.maximum(table.chances, 1)
    whole = {**rates, "w": counts["w"], "sv": counts["sv"], "outs": table.chances, "k": counts["so"]}
    starter = counts["gs"] >= 0.5 * counts["g"]
    return {
        **{f"pitchers: {name} per batter": counts[name].sum() / counts["bf"].sum() for name in PITCHING},
        "pitchers: ERA": 27 * counts["er"].sum() / table.chances.sum(),
        "pitchers: so, starters": float(rates["so"][regular & starter].mean()),
        "pitchers: so, relievers": float(rates["so"][regular & ~starter].mean()),
        **{f"pitchers: {name} a season": counts[name].sum() / counts[name].shape[1] for name in ("w", "sv", "gs", "g")},
        **{f"pitchers: spread of {name}": float(value[regular].std()) for name, value in whole.items()},
        **{f"pitchers: year to year r, {name}": year_to_year(value, regular) for name, value in whole.items()},
        **seasons_of("pitchers", "IP", table.chances / 3, (0.3, 20, 50, 70, 100, 150, 180, 200)),
        **seasons_of("pitchers", "saves", counts["sv"], (5, 20)),
        **seasons_of("pitchers", "starts", counts["gs"], (1, 10)),
        **ages("pitchers", table),
        "pitchers: back after 50 IP": came_back(table, REGULAR_OUTS),
    }


def year_to_year(value: FloatArray, regular: BoolArray) -> float:
    both = regular[:, :-1] & regular[:, 1:]
    return correlation(value[:, :-1][both], value[:, 1:][both])


def seasons_of(kind: str, unit: str, value: FloatArray, limits: Sequence[float]) -> Figures:
    return {f"{kind}: with {limit} {unit}": float((value >= limit).sum() / value.shape[1]) for limit in limits}


def ages(kind: str, table: Panel) -> Figures:
    order = np.argsort(table.age, axis=None)
    age, weight = table.age.ravel()[order], table.chances.ravel()[order]
    share = np.cumsum(weight) / weight.sum()
    points = {f"{kind}: age, {p} %": float(age[np.searchsorted(share, p / 100)]) for p in (10, 50, 90)}
    return {f"{kind}: age, mean": float(np.average(age, weights=weight)), **points}


def came_back(table: Panel, least: float) -> float:
    return float((table.chances[:, 1:] > 0)[table.regular(least)[:, :-1]].mean())


def marcel_figures(batting: Panel, pitching: Panel) -> Figures:
    """Classic Marcel, mean r over the seasons that have three before them."""
    seasons = range(3, LAST - FIRST + 1)
    each = [{**marcel_batters(batting, at), **marcel_pitchers(pitching, at)} for at in seasons]
    return {f"Marcel r, {name}": float(np.mean([one[name] for one in each])) for name in each[0]}


def marcel_batters(table: Panel, at: int) -> Figures:
    who = (table.chances[:, at] >= REGULAR_PA) & (table.chances[:, at - 3 : at].sum(axis=1) > 0)
    playing = 0.5 * table.chances[who, at - 1] + 0.1 * table.chances[who, at - 2] + 200
    rate = {name: marcel_rate(table, name, at, (5, 4, 3), 1200)[who] for name in ("hr", "r", "rbi", "sb", "obp")}
    aging = marcel_aging(table.age[who, at])
    real = {name: table.counts[name][who, at] for name in rate}
    volume = {name: correlation(rate[name] * aging * playing, real[name]) for name in ("hr", "r", "rbi", "sb")}
    return {**volume, "obp": correlation(rate["obp"] * aging, real["obp"] / table.chances[who, at])}


def marcel_pitchers(table: Panel, at: int) -> Figures:
    who = (table.chances[:, at] >= REGULAR_OUTS) & (table.chances[:, at - 3 : at].sum(axis=1) > 0)
    starts, games = (table.counts[name][who, at - 3 : at].sum(axis=1) for name in ("gs", "g"))
    base = np.where(starts >= 0.5 * games, 180, 75)
    playing = 0.5 * table.chances[who, at - 1] + 0.1 * table.chances[who, at - 2] + base
    rate = {name: marcel_rate(table, name, at, (3, 2, 1), 134)[who] for name in ("w", "so", "sv", "er", "h", "bb")}
    aging, outs = marcel_aging(table.age[who, at]), table.chances[who, at]
    real = {name: table.counts[name][who, at] for name in rate}
    return {
        **{name: correlation(rate[name] * aging * playing, real[name]) for name in ("w", "so", "sv")},
        "era": correlation(rate["er"] / aging, real["er"] / outs),
        "whip": correlation((rate["h"] + rate["bb"]) / aging, (real["h"] + real["bb"]) / outs),
    }


def marcel_rate(table: Panel, name: str, at: int, weights: tuple[float, ...], ballast: float) -> FloatArray:
    count, chances = table.counts[name], table.chances
    league = count[:, at - 3 : at].sum() / chances[:, at - 3 : at].sum()
    events = sum(weight * count[:, at - back] for back, weight in enumerate(weights, 1))
    weighed = sum(weight * chances[:, at - back] for back, weight in enumerate(weights, 1))
    return np.asarray((events + ballast * league) / (weighed + ballast))


def marcel_aging(age: FloatArray) -> FloatArray:
    return np.where(age < 29, 1 + 0.006 * (29 - age), 1 - 0.003 * (age - 29))


def correlation(a: FloatArray, b: FloatArray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


class Silent:
    """Progress that nobody watches."""

    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


def main(directory: Path, seeds: int) -> None:
    real = figures(LahmanFiles(directory).read(Silent()).unwrap())
    start = time.process_time()
    leagues = [simulate_league(LeagueSpec(seed=seed)).history for seed in range(1, seeds + 1)]
    print(f"one league of {len(leagues[0].seasons)} seasons: {(time.process_time() - start) / seeds:.2f} s of CPU time")
    simulated = [figures(league) for league in leagues]
    print(f"{'figure':<36} {'real':>10} {'simulated':>10}")
    for name, value in real.items():
        print(f"{name:<36} {value:10.4f} {np.mean([one[name] for one in simulated]):10.4f}")


def lahman_directory() -> Path:
    """The directory that was given, or where the files usually are; ends the program with the reason without them."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    given = sys.argv[1] if len(sys.argv) > 1 else Path(os.environ.get("FBM_TEST_DATA", beside)) / "lahman"
    if not (Path(given) / "Batting.csv").is_file():
        print(f"Skipped: there are no Lahman files in {given}.")
        sys.exit(0)
    return Path(given)


if __name__ == "__main__":
    main(lahman_directory(), int(sys.argv[2]) if len(sys.argv) > 2 else 4)
