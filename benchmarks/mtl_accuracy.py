"""Errors of the pipelines `marcel`, `mtl` and `marcel_mtl`, season by season, each from earlier seasons only.

Run: python benchmarks/mtl_accuracy.py [LAHMAN_DIRECTORY] [--seasons 2018,2019,2021,2022] [--first 2000]
     [--set likelihood=squared] [--seed 42]

For each season a network is trained on the target seasons from `--first` to the one before it. Errors are root mean
squares weighted by plate appearances, batters faced (K %, BB %) or outs (ERA), with each season's mean error taken off
(league-adjusted), over everybody projected who played. Intervals come from the paired bootstrap over players.

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
from fbm.domain.features.residuals import apply_residuals, centred, count_of, opportunities_of
from fbm.domain.models.mtl import BATTER_NETWORK, PITCHER_NETWORK, MTLSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import WOBA_WEIGHTS
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, Lines, season_totals

CORRECTS: Final = Corrects("marcel", "aging")
LESSON: Final = Lesson(CORRECTS, network_features)
SPECS: Final[Mapping[Playing, MTLSpec]] = {"batter": BATTER_NETWORK, "pitcher": PITCHER_NETWORK}
MEASURES: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("K %", "BB %", "HR %", "wOBA", "SB %"),
    "pitcher": ("K %", "BB %", "ERA", "H %", "HR %"),
}
SCALE: Final = {"wOBA": 1000.0, "ERA": 1.0}
"""Units of the table: points of wOBA, runs, else percentage points."""


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


def main() -> None:
    options = parsed()
    history = LahmanFiles(options.lahman).read(Quiet()).unwrap()
    for player_type in ("batter", "pitcher"):
        started = time.perf_counter()
        judged = together([judge(history, season, player_type, options) for season in options.seasons])
        print(table(player_type, judged, options.seasons))
        print(f"{time.perf_counter() - started:.0f} s\n")


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
    return parser.parse_args()


def settings(player_type: Playing, options: argparse.Namespace) -> MTLSpec:
    spec = SPECS[player_type]
    pairs = dict(pair.split("=") for pair in options.set)
    return replace(spec, **{name: type(getattr(spec, name))(value) for name, value in pairs.items()})


def judge(history: History, season: int, player_type: Playing, options: argparse.Namespace) -> Judged:
    known = history.before(season)
    learning = gather(known, tuple(range(options.first, season)), player_type, LESSON, Quiet()).learning
    model = MTLTrainer(settings(player_type, options)).fit(learning, options.seed, Quiet())
    batch = run(open_batch(known, season, player_type), stages_until(CORRECTS, player_type))
    actual = season_totals(history.batting if player_type == "batter" else history.pitching)
    actual = actual.take(actual.season == season)
    chances = opportunities_of(actual, player_type)
    actual = actual.take(chances > 0)
    _, rows, places = np.intersect1d(batch.player_id, actual.player_id, return_indices=True)
    return measured(season, projected(batch, model), rows, actual.take(places))


def projected(batch: Batch, model: MultiTaskModel) -> dict[str, Batch]:
    added = model.predict(network_features(batch))
    return {
        "marcel": batch,
        "mtl": apply_residuals(batch, added),
        "marcel_mtl": apply_residuals(batch, {stat: model.blend[stat] * rates for stat, rates in added.items()}),
    }


def measured(season: int, batches: Mapping[str, Batch], rows: FloatArray, actual: Lines) -> Judged:
    player_type = next(iter(batches.values())).player_type
    happened, weights = (happened_batting if player_type == "batter" else happened_pitching)(actual)
    say = said_batting if player_type == "batter" else said_pitching
    said = {name: say({stat: batch.rate(stat)[rows] for stat in batch.stats}) for name, batch in batches.items()}
    seasons = {measure: np.full(len(actual), float(season)) for measure in happened}
    return Judged(happened, weights, said, seasons)


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
        {name: column("weights", name) for name in names},
        said,
        {name: column("seasons", name) for name in names},
    )


def table(player_type: Playing, judged: Judged, seasons: list[int]) -> str:
    lines = [
        f"{player_type}s, {','.join(map(str, seasons))}, {len(judged.actual['K %'])} player seasons",
        "| measure | marcel | mtl | marcel_mtl | marcel_mtl - marcel | 95 % interval | cut | mtl - marcel | by season |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for measure in MEASURES[player_type]:
        lines.append(row(judged, measure, seasons))
    return "\n".join(lines)


def row(judged: Judged, measure: str, seasons: list[int]) -> str:
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
        for one in seasons
    ]
    numbers = " | ".join(f"{errors[name]:.3f}" for name in ("marcel", "mtl", "marcel_mtl"))
    return (
        f"| {measure} | {numbers} | {blended.delta:+.3f} | {blended.lo:+.3f} to {blended.hi:+.3f} "
        f"| {100 * blended.delta / errors['marcel']:+.1f} % | {alone.delta:+.3f} ({alone.lo:+.3f} to {alone.hi:+.3f}) "
        f"| {' '.join(f'{100 * change:+.1f}' for change in by_season)} |"
    )


if __name__ == "__main__":
    main()
