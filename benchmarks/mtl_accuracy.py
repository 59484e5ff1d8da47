"""Errors of the pipelines `marcel`, `mtl` and `marcel_mtl`, season by season, each from earlier seasons only.

Run: python benchmarks/mtl_accuracy.py [LAHMAN_DIRECTORY] [--seasons 2018,2019,2021,2022] [--first 2000]
     [--set likelihood=squared] [--seed 42]
     python benchmarks/mtl_accuracy.py --leagues 4 --seasons 2021,2022 --first 2011

For each season a network is trained on the target seasons from `--first` to the one before it. Errors are root mean
squares weighted by plate appearances, batters faced (K %, BB %) or outs (ERA), with each season's mean error taken off
(league-adjusted), over everybody projected who played. Intervals come from the paired bootstrap over players.

With `--leagues N` the seasons are those of N simulated leagues (2008 to 2022), and the errors are those against the
players' true talent, which is known there, instead of what happened.

Without a directory, the Lahman files are looked for under $FBM_TEST_DATA, then in `shared/data` beside the project.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.neural.mtl import MultiTaskModel
from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.app.training_set import Lesson, gather, stages_until
from fbm.domain.evaluation.intervals import Bootstrap, Pair, rmse_difference
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.network import network_features
from fbm.domain.features.residuals import apply_residuals, centred, count_of
from fbm.domain.models.mtl import BATTER_NETWORK, PITCHER_NETWORK, MTLSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import WOBA_WEIGHTS
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, Lines, opportunities_of, season_totals
from fbm.domain.simulation.league import Truth, simulate_league
from fbm.domain.simulation.spec import LeagueSpec

BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")
CORRECTS: Final = Corrects("marcel", "aging")
LESSON: Final = Lesson(CORRECTS, network_features)
SPECS: Final[Mapping[Playing, MTLSpec]] = {"batter": BATTER_NETWORK, "pitcher": PITCHER_NETWORK}
MEASURES: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("K %", "BB %", "HR %", "wOBA", "SB %"),
    "pitcher": ("K %", "BB %", "ERA", "H %", "HR %"),
}
REGULARS: Final[Mapping[Playing, str]] = {"batter": "200 plate appearances or more", "pitcher": "50 innings or more"}
SCALE: Final = {"wOBA": 1000.0, "ERA": 1.0}
"""Units of the table: points of wOBA, runs, else percentage points."""

COLUMNS: Final = (
    "measure", "marcel", "mtl", "marcel_mtl", "marcel_mtl - marcel", "95 % interval", "cut", "mtl - marcel", "by season"
)  # fmt: skip


class Quiet:
    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


@dataclass(frozen=True)
class Judged:
    """Measures of some players: what happened, by how much each counts, and what each pipeline said."""

    actual: dict[str, FloatArray]
    weights: dict[str, FloatArray]
    said: dict[str, dict[str, FloatArray]]
    seasons: dict[str, FloatArray]


@dataclass(frozen=True)
class World:
    """Seasons to learn from, and what players truly were where that is known; `number` tells worlds apart."""

    number: int
    history: History
    truth: Truth | None = None


def main() -> None:
    options = parsed()
    worlds = [simulated(seed) for seed in range(1, options.leagues + 1)]
    if not worlds:
        worlds = [World(0, LahmanFiles(options.lahman).read(Quiet()).unwrap())]
    for player_type in BOTH:
        started = time.perf_counter()
        parts = [judge(world, season, player_type, options) for world in worlds for season in options.seasons]
        everybody = together(parts)
        print(table(f"{player_type}s, everybody", player_type, everybody, options.seasons))
        print(
            table(
                f"{player_type}s, {REGULARS[player_type]}",
                player_type,
                regulars(everybody, player_type),
                options.seasons,
            )
        )
        print(f"{time.perf_counter() - started:.0f} s\n")


def simulated(seed: int) -> World:
    league = simulate_league(LeagueSpec(seed=seed))
    return World(seed, league.history, league.truth)


def parsed() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    parser = argparse.ArgumentParser()
    parser.add_argument("lahman", nargs="?", type=Path, default=root / "lahman")
    parser.add_argument(
        "--seasons", type=lambda text: [int(season) for season in text.split(",")], default=[2018, 2019, 2021, 2022]
    )
    parser.add_argument("--first", type=int, default=2000)
    parser.add_argument("--set", action="append", default=[], help="NAME=VALUE of the settings; may be repeated")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--leagues", type=int, default=0, help="judge against the true talent of simulated leagues")
    return parser.parse_args()


def settings(player_type: Playing, options: argparse.Namespace) -> MTLSpec:
    spec = SPECS[player_type]
    pairs = dict(pair.split("=") for pair in options.set)
    return replace(spec, **{name: type(getattr(spec, name))(value) for name, value in pairs.items()})


def judge(world: World, season: int, player_type: Playing, options: argparse.Namespace) -> Judged:
    known = world.history.before(season)
    learning = gather(known, tuple(range(options.first, season)), player_type, LESSON, Quiet()).learning
    model = MTLTrainer(settings(player_type, options)).fit(learning, options.seed, Quiet())
    batch = run(open_batch(known, season, player_type), stages_until(CORRECTS, player_type))
    lines = season_totals(world.history.batting if player_type == "batter" else world.history.pitching)
    lines = lines.take(lines.season == season)
    lines = lines.take(opportunities_of(lines, player_type) > 0)
    _, rows, places = np.intersect1d(batch.player_id, lines.player_id, return_indices=True)
    played = lines.take(places)
    happened, weights = (happened_batting if player_type == "batter" else happened_pitching)(played)
    if world.truth is not None:
        happened = true_talent(world.truth, played, player_type)
    say = said_batting if player_type == "batter" else said_pitching
    said = {
        name: say({stat: one.rate(stat)[rows] for stat in one.stats}) for name, one in projected(batch, model).items()
    }
    label = float(10_000 * world.number + season)
    return Judged(happened, weights, said, {measure: np.full(len(played), label) for measure in happened})


def projected(batch: Batch, model: MultiTaskModel) -> dict[str, Batch]:
    added = model.predict(network_features(batch))
    return {
        "marcel": batch,
        "mtl": apply_residuals(batch, added),
        "marcel_mtl": apply_residuals(batch, {stat: model.blend[stat] * rates for stat, rates in added.items()}),
    }


def true_talent(truth: Truth, played: Lines, player_type: Playing) -> dict[str, FloatArray]:
    """True rates of those who played, in a neutral park: per plate appearance or batter faced."""
    lines = truth.batting if player_type == "batter" else truth.pitching
    lines = lines.take(lines.season == played.season[0])
    ids, first = np.unique(lines.player_id, return_index=True)
    true = lines.take(first[np.searchsorted(ids, played.player_id)]).counts
    if player_type == "batter":
        return said_batting(true)
    return {"K %": true["so"], "BB %": true["bb"], "H %": true["h"], "HR %": true["hr"]}


def happened_batting(lines: Lines) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    pa = opportunities_of(lines, "batter")
    rates = {stat: count_of(lines, stat) / pa for stat in ("so", "bb", "hr", "sb", *WOBA_WEIGHTS)}
    return said_batting(rates), dict.fromkeys(MEASURES["batter"], pa)


def said_batting(rates: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    woba = np.sum([weight * rates[stat] for stat, weight in WOBA_WEIGHTS.items()], axis=0)
    return {"K %": rates["so"], "BB %": rates["bb"], "HR %": rates["hr"], "wOBA": woba, "SB %": rates["sb"]}


def happened_pitching(lines: Lines) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    faced, outs = np.maximum(lines.counts["bf"], 1.0), lines.counts["outs"]
    shares = {name: lines.counts[stat] / faced for name, stat in (("K %", "so"), ("BB %", "bb"), ("H %", "h"))}
    actual = {**shares, "HR %": lines.counts["hr"] / faced, "ERA": 27 * lines.counts["er"] / outs}
    return actual, {name: outs if name == "ERA" else faced for name in MEASURES["pitcher"]}


def said_pitching(rates: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Batters faced for each out are taken to be the out itself and those who reached base."""
    faced = 1 + rates["h"] + rates["bb"] + rates["hbp"]
    shares = {name: rates[stat] / faced for name, stat in (("K %", "so"), ("BB %", "bb"), ("H %", "h"), ("HR %", "hr"))}
    return {**shares, "ERA": 27 * rates["er"]}


def together(parts: list[Judged]) -> Judged:
    def column(pick: str, name: str) -> FloatArray:
        return np.concatenate([getattr(part, pick)[name] for part in parts])

    names = tuple(parts[0].actual)
    said = {
        pipeline: {name: np.concatenate([part.said[pipeline][name] for part in parts]) for name in names}
        for pipeline in parts[0].said
    }
    return Judged(
        {name: column("actual", name) for name in names},
        {name: column("weights", name) for name in parts[0].weights},
        said,
        {name: column("seasons", name) for name in names},
    )


def regulars(judged: Judged, player_type: Playing) -> Judged:
    """Those who played much: the populations of the published comparisons."""
    kept = judged.weights["wOBA"] >= 200 if player_type == "batter" else judged.weights["ERA"] >= 150

    def of(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        return {name: column[kept] for name, column in columns.items()}

    said = {name: of(columns) for name, columns in judged.said.items()}
    return Judged(of(judged.actual), of(judged.weights), said, of(judged.seasons))


def table(title: str, player_type: Playing, judged: Judged, seasons: list[int]) -> str:
    lines = [
        f"\n{title}; {', '.join(map(str, seasons))}; {len(judged.actual['K %'])} player seasons\n",
        f"| {' | '.join(COLUMNS)} |",
        "| --- " * len(COLUMNS) + "|",
    ]
    lines += [row(judged, measure) for measure in MEASURES[player_type] if measure in judged.actual]
    return "\n".join(lines)


def row(judged: Judged, measure: str) -> str:
    weights, season = judged.weights[measure], judged.seasons[measure].astype(np.int64)
    scale = SCALE.get(measure, 100.0)
    miss = {
        name: scale * centred(said[measure] - judged.actual[measure], weights, season)
        for name, said in judged.said.items()
    }
    none = np.zeros(len(weights))
    errors = {name: rmse(none, column, weights) for name, column in miss.items()}
    blended, alone = (
        rmse_difference(Pair(none, miss[name], miss["marcel"], weights), Bootstrap()) for name in ("marcel_mtl", "mtl")
    )
    by_season = [
        rmse(none[season == one], miss["marcel_mtl"][season == one], weights[season == one])
        / rmse(none[season == one], miss["marcel"][season == one], weights[season == one])
        - 1
        for one in np.unique(season)
    ]
    numbers = " | ".join(f"{errors[name]:.3f}" for name in ("marcel", "mtl", "marcel_mtl"))
    return (
        f"| {measure} | {numbers} | {blended.delta:+.3f} | {blended.lo:+.3f} to {blended.hi:+.3f} "
        f"| {100 * blended.delta / errors['marcel']:+.1f} % | {alone.delta:+.3f} ({alone.lo:+.3f} to {alone.hi:+.3f}) "
        f"| {' '.join(f'{100 * change:+.1f}' for change in by_season)} |"
    )


if __name__ == "__main__":
    main()
