"""Whether quantiles are what they claim to be: tails of the probability integral transform, everybody projected.

Run: python benchmarks/calibration.py [LAHMAN_DIRECTORY] [--seasons 2015,2016,2017,2018,2019,2021,2022]
     [--pipelines marcel,baseline] [--blends DIRECTORY] [--minors DATA_DIRECTORY] [--tracking DIRECTORY]

For each season the spread is learned from seasons before it. `--blends` is a directory where blend_accuracy.py kept
trained blends (`--cache`); `--minors` and `--tracking` are as there. A row is a stat: its median projection, and the
shares of outcomes below the 10 % and above the 90 % quantile (randomised where counts tie), which ought to be .1 each;
first for the season's total, then for the total given the playing time that came.
"""

from __future__ import annotations

import argparse
import os
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from benchmarks.blend_accuracy import Quiet, below, tracking

from fbm.adapters.boosting.blend import Blend
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.app.basis import basis_for
from fbm.app.pipeline.blending import spoken
from fbm.app.spreads import asked_of, sample_before
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.baseline.panel import open_panel
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History
from fbm.domain.uncertainty.quantiles import transforms
from fbm.domain.uncertainty.sample import Sample
from fbm.domain.uncertainty.spread import fit_spread

BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")
GIVEN: Final = " given volume"


def main() -> None:
    options = parsed()
    history = LahmanFiles(options.lahman).read(Quiet()).unwrap()
    if options.minors is not None:
        history = replace(history, minors=below(options.minors))
    if options.tracking is not None:
        history = replace(history, tracking=tracking(options.tracking))
    for pipeline in (*options.pipelines, *(["blend"] if options.blends else [])):
        for player_type in BOTH:
            told = [judge(history, season, pipeline, player_type, options) for season in options.seasons]
            print(table(f"{pipeline}, {player_type}s", [one for one in told if one is not None]), flush=True)


def parsed() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    parser = argparse.ArgumentParser()
    parser.add_argument("lahman", nargs="?", type=Path, default=root / "lahman")
    seasons = [2015, 2016, 2017, 2018, 2019, 2021, 2022]
    parser.add_argument("--seasons", type=lambda text: [int(one) for one in text.split(",")], default=seasons)
    parser.add_argument("--pipelines", type=lambda text: text.split(","), default=["marcel", "baseline"])
    parser.add_argument("--blends", type=Path, action="append", default=[])
    parser.add_argument("--minors", type=Path, default=None)
    parser.add_argument("--tracking", type=Path, default=None)
    return parser.parse_args()


def judge(
    history: History, season: int, pipeline: str, player_type: Playing, options: argparse.Namespace
) -> tuple[dict[str, FloatArray], Sample] | None:
    known = history.before(season)
    base = "baseline" if pipeline == "blend" else pipeline
    basis = basis_for(base, BaselineFits(known), season)
    batch = run(open_batch(known, season, player_type), stages_of(base, player_type, basis))
    if pipeline == "blend":
        paths = [folder / f"{player_type}-{season}.pickle" for folder in options.blends]
        path = next((one for one in paths if one.exists()), None)
        if path is None or basis is None:
            return None
        model = Blend.from_params(pickle.loads(path.read_bytes()))
        batch, sample = spoken(batch, model, basis), model.held_out
    else:
        sample = sample_before(known, season, base, player_type)
    spread = fit_spread(sample)
    if spread is None:
        raise ValueError(f"too few seasons before {season}")
    asked = with_outcomes(batch, history)
    return transforms(spread, asked), asked


def with_outcomes(batch: Batch, history: History) -> Sample:
    panel = open_panel(history.before(batch.season + 1), batch.player_type).between(batch.season, batch.season)
    happened = panel.take(np.searchsorted(panel.player_id, batch.player_id)).happened
    counts = {stat: happened[stat] for stat in batch.stats}
    return replace(asked_of(batch), volume=happened["volume"], counts=counts)


def table(title: str, told: list[tuple[dict[str, FloatArray], Sample]]) -> str:
    names = [name for name in told[0][0] if not name.endswith(GIVEN) and all(name in one for one, _ in told)]
    head = ("stat", "median", "below .1", "above .9", "given playing time: below .1", "above .9")
    lines = [f"\n{title}\n", f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for name in names:
        parts = [asked.said if name == "volume" else asked.rates[name] * asked.said for _, asked in told]
        cells = tails(told, name) + (tails(told, name + GIVEN) if name != "volume" else ["", ""])
        lines.append(f"| {name} | {np.median(np.concatenate(parts)):.1f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def tails(told: list[tuple[dict[str, FloatArray], Sample]], name: str) -> list[str]:
    column = np.concatenate([one[name] for one, _ in told])
    column = column[np.isfinite(column)]
    return [f"{np.mean(column < 0.1):.3f}", f"{np.mean(column > 0.9):.3f}"]


if __name__ == "__main__":
    main()
