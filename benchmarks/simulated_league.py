"""How near the simulated league comes to the real one: a table real | simulated per figure.

Run: python benchmarks/simulated_league.py LAHMAN_DIRECTORY [SEED]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.domain.seasons import FloatArray, History, IntArray, Lines, plate_appearances, season_totals
from fbm.domain.simulation.league import LeagueSpec, simulate_league

FIRST, LAST = 2010, 2019
Figures = Mapping[str, float]

BATTING_RATES: Final = ("hr", "bb", "so", "hbp", "singles", "doubles", "triples", "sb", "cs", "r", "rbi", "sf", "sh")
PITCHING_RATES: Final = ("so", "bb", "hr", "h", "er", "hbp")


class Silent:
    """Progress that nobody watches."""

    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def finish(self) -> None: ...


class Season:
    """Season totals of one kind with opportunities, ages and an index by player and season."""

    def __init__(self, lines: Lines, ages: Callable[[Lines], FloatArray], chances: Callable[[Lines], FloatArray]) -> None:
        totals = season_totals(lines)
        self.lines = totals
        self.chances = chances(totals)
        self.age = ages(totals)
        self.counts = dict(totals.counts)
        if "doubles" in self.counts:
            self.counts["singles"] = self.counts["h"] - sum(self.counts[s] for s in ("doubles", "triples", "hr"))
        self.at = {key: i for i, key in enumerate(zip(totals.player_id.tolist(), totals.season.tolist(), strict=True))}

    def pairs(self, minimum: float) -> tuple[IntArray, IntArray]:
        found = [
            (self.at[player, season], i)
            for (player, season1), i in self.at.items()
            for season in (season1 - 1,)
            if (player, season) in self.at and FIRST <= season and season1 <= LAST
        ]
        a, b = np.array(found, dtype=np.int64).T
        enough = (self.chances[a] >= minimum) & (self.chances[b] >= minimum)
        return a[enough], b[enough]

    def within(self, minimum: float = 0.0) -> IntArray:
        seasons = self.lines.season
        return np.flatnonzero((seasons >= FIRST) & (seasons <= LAST) & (self.chances >= minimum))


def figures(history: History) -> Figures:
    birth = dict(zip(history.people.player_id.tolist(), history.people.birth_year.tolist(), strict=True))

    def ages(lines: Lines) -> FloatArray:
        return lines.season - np.array([birth[player] for player in lines.player_id.tolist()])

    batting = Season(history.batting, ages, plate_appearances)
    pitching = Season(history.pitching, ages, lambda lines: lines.counts["outs"])
    pitchers = {key for key, i in pitching.at.items() if pitching.counts["g"][i] > 0}
    is_batter = np.array([key not in pitchers for key in batting.at]) | (batting.chances >= 150)
    batting.chances = np.where(is_batter, batting.chances, 0.0)
    return {**_batters(batting), **_pitchers(pitching), **_marcel(batting, pitching)}


def _batters(season: Season) -> dict[str, float]:
    rows, counts, pa = season.within(1), season.counts, season.chances
    regular, (a, b) = season.within(200), season.pairs(200)
    rates = {s: np.divide(counts[s], pa, out=np.zeros_like(pa), where=pa > 0) for s in BATTING_RATES}
    rates["obp"] = rates["bb"] + rates["hbp"] + (counts["h"] / np.maximum(pa, 1))
    rates["babip"] = (counts["h"] - counts["hr"]) / np.maximum(counts["ab"] - counts["so"] - counts["hr"] + np.nan_to_num(counts["sf"]), 1)
    years = LAST - FIRST + 1
    out = {f"bat rate {s}": counts[s][rows].sum() / pa[rows].sum() for s in BATTING_RATES}
    out |= {f"bat sd {s}": float(np.std(rates[s][regular])) for s in rates}
    out |= {f"bat yoy r {s}": _r(rates[s][a], rates[s][b]) for s in rates}
    out["bat yoy r pa"] = _r(pa[a], pa[b])
    aa, bb = season.pairs(1)
    out["bat yoy r pa (all)"] = _r(pa[aa], pa[bb])
    out |= {f"bat n >= {m} pa": len(season.within(m)) / years for m in (1, 50, 100, 200, 300, 400, 500, 600, 680)}
    for name in ("r", "hr", "sb"):
        out[f"bat corr {name} hr/so"] = _r(rates["hr"][regular], rates["so"][regular]) if name == "hr" else _r(rates["hr"][regular], rates[name][regular])
    out |= _ages("bat", season, rows)
    out["bat return (200 pa -> any next)"] = _returns(season, 200)
    return out


def _returns(season: Season, minimum: float) -> float:
    rows = [i for i in season.within(minimum) if season.lines.season[i] < LAST]
    keys = [(season.lines.player_id[i].item(), int(season.lines.season[i]) + 1) for i in rows]
    return float(np.mean([key in season.at for key in keys]))


def _ages(kind: str, season: Season, rows: IntArray) -> dict[str, float]:
    age, weight = season.age[rows], season.chances[rows]
    order = np.argsort(age)
    share = np.cumsum(weight[order]) / weight.sum()
    cuts = {f"{kind} age p{p}": float(age[order][np.searchsorted(share, p / 100)]) for p in (10, 25, 50, 75, 90)}
    return {f"{kind} age mean": float(np.average(age, weights=weight)), **cuts}


def _pitchers(season: Season) -> dict[str, float]:
    counts, outs = season.counts, season.chances
    rows, regular, (a, b) = season.within(1), season.within(150), season.pairs(150)
    years = LAST - FIRST + 1
    bf = np.maximum(counts["bf"], 1)
    rates = {s: counts[s] / bf for s in PITCHING_RATES}
    inning = np.maximum(outs, 1) / 3
    rates |= {"era": 9 * counts["er"] / inning, "whip": (counts["h"] + counts["bb"]) / inning, "w": counts["w"], "sv": counts["sv"]}
    rates |= {"outs": outs, "k": counts["so"], "gs": counts["gs"]}
    rates["babip"] = (counts["h"] - counts["hr"]) / np.maximum(bf - counts["so"] - counts["bb"] - counts["hbp"] - counts["hr"], 1)
    out = {f"pit rate {s} per bf": counts[s][rows].sum() / counts["bf"][rows].sum() for s in PITCHING_RATES}
    out["pit era"] = 9 * counts["er"][rows].sum() / (outs[rows].sum() / 3)
    out |= {f"pit {s} per season": counts[s][rows].sum() / years for s in ("w", "sv", "gs", "g")}
    out |= {f"pit sd {s}": float(np.std(rates[s][regular])) for s in rates}
    out |= {f"pit yoy r {s}": _r(rates[s][a], rates[s][b]) for s in rates}
    out |= {f"pit n >= {m} ip": len(season.within(3 * m)) / years for m in (0.3, 20, 50, 70, 100, 150, 180, 200)}
    out["pit n >= 20 sv"] = float((counts["sv"][rows] >= 20).sum() / years)
    out["pit n >= 5 sv"] = float((counts["sv"][rows] >= 5).sum() / years)
    out["pit n gs >= 10"] = float((counts["gs"][rows] >= 10).sum() / years)
    out["pit n gs >= 1"] = float((counts["gs"][rows] >= 1).sum() / years)
    start = regular[counts["gs"][regular] >= 0.5 * counts["g"][regular]]
    relief = regular[counts["gs"][regular] < 0.5 * counts["g"][regular]]
    out["pit so/bf starters"], out["pit so/bf relievers"] = float(rates["so"][start].mean()), float(rates["so"][relief].mean())
    out["pit era starters"], out["pit era relievers"] = float(rates["era"][start].mean()), float(rates["era"][relief].mean())
    out |= _ages("pit", season, rows)
    out["pit return (50 ip -> any next)"] = _returns(season, 150)
    return out


def _r(a: FloatArray, b: FloatArray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _weighted(season: Season, stat: str, year: int, weights: tuple[float, ...]) -> dict[str, tuple[float, float]]:
    sums: dict[str, tuple[float, float]] = {}
    for back, weight in enumerate(weights, 1):
        for i in np.flatnonzero((season.lines.season == year - back) & (season.chances > 0)):
            player = season.lines.player_id[i].item()
            x, n = sums.get(player, (0.0, 0.0))
            sums[player] = (x + weight * season.counts[stat][i], n + weight * season.chances[i])
    return sums


def _marcel(batting: Season, pitching: Season) -> dict[str, float]:
    """Classic Marcel, mean of r over the seasons from the fourth on, on 200 plate appearances and 50 innings."""
    plans = (
        ("bat", batting, ("hr", "r", "rbi", "sb", "h", "bb", "hbp"), (5.0, 4.0, 3.0), 1200.0, 200.0, 200.0),
        ("pit", pitching, ("w", "so", "er", "h", "bb", "sv"), (3.0, 2.0, 1.0), 134.0, 3 * 25.0, 150.0),
    )
    out = {}
    for kind, season, stats, weights, ballast, base, minimum in plans:
        for year in range(FIRST + 3, LAST + 1):
            for name, r in _marcel_year(kind, season, stats, weights, ballast, base, minimum, year).items():
                out.setdefault(f"marcel r {kind} {name}", []).append(r)
    return {name: float(np.mean(values)) for name, values in out.items()}


def _marcel_year(kind, season, stats, weights, ballast, base, minimum, year):
    rows = [i for i in np.flatnonzero((season.lines.season == year) & (season.chances >= minimum))]
    players = [season.lines.player_id[i].item() for i in rows]
    last = {b: {season.lines.player_id[i].item(): (season.chances[i], season.counts["gs"][i] if kind == "pit" else 0, season.counts["g"][i])
                for i in np.flatnonzero(season.lines.season == year - b)} for b in (1, 2, 3)}
    known = [any(p in last[b] and last[b][p][0] > 0 for b in (1, 2, 3)) for p in players]
    rows, players = [r for r, k in zip(rows, known) if k], [p for p, k in zip(players, known) if k]
    rate = {}
    for stat in stats:
        sums = _weighted(season, stat, year, weights)
        prior = np.flatnonzero((season.lines.season < year) & (season.lines.season >= year - 3))
        league = season.counts[stat][prior].sum() / season.chances[prior].sum()
        rate[stat] = np.array([(sums[p][0] + ballast * league) / (sums[p][1] + ballast) for p in players])
    chance = []
    for p in players:
        c = [last[b].get(p, (0.0, 0, 0))[0] for b in (1, 2)]
        add = base
        if kind == "pit":
            gs = sum(last[b].get(p, (0, 0, 0))[1] for b in (1, 2, 3)); g = sum(last[b].get(p, (0, 0, 0))[2] for b in (1, 2, 3))
            add = 180.0 if gs >= 0.5 * g else 75.0
        chance.append(0.5 * c[0] + 0.1 * c[1] + add)
    chance = np.array(chance)
    ages = season.age[rows]
    up = np.where(ages < 29, 1 + 0.006 * (29 - ages), 1 - 0.003 * (ages - 29))
    real = {s: season.counts[s][rows] for s in stats}
    if kind == "bat":
        out = {s: _r(rate[s] * chance * up, real[s]) for s in ("hr", "r", "rbi", "sb")}
        out["obp"] = _r((rate["h"] + rate["bb"] + rate["hbp"]) * up, (real["h"] + real["bb"] + real["hbp"]) / season.chances[rows])
        out["pa"] = _r(chance, season.chances[rows])
        out["n"] = float(len(rows))
        return out
    out = {"w": _r(rate["w"] * chance, real["w"]), "k": _r(rate["so"] * chance * up, real["so"]), "sv": _r(rate["sv"] * chance, real["sv"])}
    out["era"] = _r(rate["er"] / up, real["er"] / season.chances[rows])
    out["whip"] = _r((rate["h"] + rate["bb"]) / up, (real["h"] + real["bb"]) / season.chances[rows])
    out["n"] = float(len(rows))
    return out
