"""Errors of translated minor-league lines on players who came up, season by season, each from earlier seasons only.

Run: python benchmarks/mle_accuracy.py [DATA_DIRECTORY] [--seasons 2004-2017] [--window 12] [--debuts]
     [--files '*.csv.gz']
     python benchmarks/mle_accuracy.py --leagues 2 --seasons 2019-2022

For each season equivalencies are fitted on the target seasons of the window before it (their outcomes were complete)
and judged on those who were below the majors before it, had none of the majors' seasons in the three years before (with
`--debuts`: in none at all) and did play in them. Beside them stand fixed factors (AAA .90, AA .80, A+ .70, A .60, lower
.50) on a player's own rates, those rates untranslated, and the league's average. Errors are root mean squares weighted
by plate appearances or outs, each as a share of the league's rate, so that stats can be averaged; intervals come from
the paired bootstrap over players.

With `--leagues N` seasons are those of N simulated leagues, and errors are those against the players' true talent.

Without a directory, the files are looked for under $FBM_TEST_DATA, then in `shared/data` beside the project.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.regression.mle_trainer import MLETrainer
from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.minors import MinorFiles
from fbm.app.promotions import Promotions, Told, gather_promotions
from fbm.domain.evaluation.intervals import Bootstrap, Pair, rmse_difference
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.minors import OWN, SEASON_WEIGHTS
from fbm.domain.minor_rates import chances_of
from fbm.domain.minors import MinorLines
from fbm.domain.models.mle import BATTER_EQUIVALENCIES, PITCHER_EQUIVALENCIES
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import FloatArray, History, Lines
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import LeagueSpec

BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")
SPECS: Final = {"batter": BATTER_EQUIVALENCIES, "pitcher": PITCHER_EQUIVALENCIES}
CORRECTS: Final = Corrects("marcel", "playing_time")
FACTORS: Final = {"AAA": 0.90, "AA": 0.80, "A+": 0.70, "A": 0.60, "A-": 0.50, "Rk": 0.50}
ONES: Final = dict.fromkeys(FACTORS, 1.0)
REAL: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "so", "bb", "h", "sb"),
    "pitcher": ("h", "er", "so", "bb", "hr"),
}
SIMULATED: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "so", "bb", "h", "doubles", "triples", "sb"),
    "pitcher": ("h", "so", "bb", "hr"),
}
HITS: Final = ("singles", "doubles", "triples", "hr")
RIVALS: Final = ("factors", "untranslated", "league")
NAMES: Final = ("mle", *RIVALS)


class Quiet:
    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


@dataclass(frozen=True)
class World:
    """Seasons of the majors and below them; with the truth of a simulated league."""

    told: Told
    league: SimulatedLeague | None = None


@dataclass(frozen=True)
class Judged:
    """Rates as multiples of the league's: what happened and what each method said, by stat; weights."""

    actual: dict[str, FloatArray]
    said: dict[str, dict[str, FloatArray]]
    weights: FloatArray


def main() -> None:
    options = parsed()
    worlds = [simulated(seed) for seed in range(1, options.leagues + 1)] or [World(real(options.data, options.files))]
    for player_type in BOTH:
        stats = (SIMULATED if options.leagues else REAL)[player_type]
        parts = [
            judge(world, season, player_type, stats, options)
            for world in worlds
            for season in range(options.seasons[0], options.seasons[1] + 1)
        ]
        print(table(player_type, stats, parts))


def parsed() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="?", type=Path, default=Path(os.environ.get("FBM_TEST_DATA", beside)))
    parser.add_argument(
        "--seasons", type=lambda text: [int(year) for year in text.split("-")], default=[2004, 2017], help="FIRST-LAST"
    )
    parser.add_argument("--window", type=int, default=12, help="target seasons to train on")
    parser.add_argument("--leagues", type=int, default=0, help="judge against the true talent of simulated leagues")
    parser.add_argument("--debuts", action="store_true", help="only who never played in the majors before")
    parser.add_argument("--files", default="bref_*.csv.gz", help="which files below the majors to read")
    return parser.parse_args()


def real(data: Path, files: str) -> Told:
    crosswalk = IdFiles(sorted((data / "ids").glob("*.csv.gz"))).read(Quiet()).unwrap()
    minors = MinorFiles(sorted((data / "milb").glob(files))).read(crosswalk, Quiet()).unwrap().minors
    return Told(LahmanFiles(data / "lahman").read(Quiet()).unwrap(), minors)


def simulated(seed: int) -> World:
    league = simulate_league(LeagueSpec(seed=seed))
    return World(Told(league.history, league.minors), league)


def judge(world: World, season: int, player_type: Playing, stats: Sequence[str], options: argparse.Namespace) -> Judged:
    first = max(season - options.window, min(world.told.minors.seasons) + 1)
    past = Told(world.told.history.before(season), world.told.minors.between(0, season - 1))
    lessons = gather_promotions(past, range(first, season), player_type, CORRECTS, Quiet())
    model = MLETrainer(SPECS[player_type]).fit(lessons.learning, 42, Quiet())
    test = gather_promotions(world.told, [season], player_type, CORRECTS, Quiet())
    test = newcomers(test, world.told.history.before(season), player_type, debuts=options.debuts)
    said = test.corrected(model.predict(test.learning.matrix))
    actual = dict(test.actual())
    if world.league is not None:
        test, said, actual = against_truth(world.league, test, said, season)
    own = {
        name: own_rates(world.told, test, season, player_type, factors)
        for name, factors in (("factors", FACTORS), ("untranslated", ONES))
    }
    league = dict(test.projected)
    rates = {"mle": said, **own, "league": league}
    relative = {
        name: {stat: rate_of(one, stat) / rate_of(league, stat) for stat in stats} for name, one in rates.items()
    }
    known = {stat: rate_of(actual, stat) / rate_of(league, stat) for stat in stats}
    return Judged(known, relative, test.learning.weights)


def newcomers(test: Promotions, before: History, player_type: Playing, *, debuts: bool) -> Promotions:
    names = test.learning.matrix.names
    rows = test.learning.matrix.values[:, names.index(OWN)] == 0
    if debuts:
        lines = before.batting if player_type == "batter" else before.pitching
        rows &= ~np.isin(test.learning.player_ids, lines.player_id)
    return test.judged(rows)


def rate_of(rates: Mapping[str, FloatArray], stat: str) -> FloatArray:
    """One stat's rate; hits are the sum of their kinds where they are not told as one."""
    if stat == "h" and "h" not in rates:
        return np.asarray(np.sum([rates[kind] for kind in HITS], axis=0), dtype=np.float64)
    return rates[stat]


def own_rates(
    told: Told, test: Promotions, season: int, player_type: Playing, factors: Mapping[str, float]
) -> dict[str, FloatArray]:
    """Rates of the window's lines, latest seasons first in weight, each level's counts times its factor."""
    seen = told.minors.between(season - WINDOW, season - 1)
    lines = seen.batting if player_type == "batter" else seen.pitching
    chances = chances_of(lines, player_type)
    weights = np.array(SEASON_WEIGHTS)[season - 1 - lines.season]
    factor = np.array([factors[level] for level in lines.level.tolist()])
    stats = sorted({*lines.counts} & {"h", "er", "so", "bb", "hr", "sb", "doubles", "triples"})
    return {
        stat: summed(lines, test, weights * factor * lines.counts[stat])
        / summed(lines, test, np.where(np.isfinite(lines.counts[stat]), weights * chances, np.nan))
        for stat in stats
    }


def summed(lines: MinorLines, test: Promotions, column: FloatArray) -> FloatArray:
    at = {player: row for row, player in enumerate(test.learning.player_ids.tolist())}
    rows = np.array([at.get(player, -1) for player in lines.player_id.tolist()], dtype=np.int64)
    kept = (rows >= 0) & np.isfinite(column)
    total = np.bincount(rows[kept], column[kept], len(at)).astype(np.float64)
    return np.where(total > 0, total, np.where(np.bincount(rows[kept], minlength=len(at)) > 0, 0.0, np.nan))


def against_truth(
    league: SimulatedLeague, test: Promotions, said: dict[str, FloatArray], season: int
) -> tuple[Promotions, dict[str, FloatArray], dict[str, FloatArray]]:
    """Keep who has a true talent and put it where outcomes were; pitchers' is told per batter faced."""
    pitching = test.learning.player_type == "pitcher"
    truth: Lines = league.truth.pitching if pitching else league.truth.batting
    truth = truth.take(truth.season == season)
    _, rows, places = np.intersect1d(test.learning.player_ids, truth.player_id, return_indices=True)
    kept = test.take(rows)
    true = {stat: column[places] for stat, column in truth.counts.items()}
    if pitching:
        outs = 1.0 - true["h"] - true["bb"] - true["hbp"]
        true = {stat: column / outs for stat, column in true.items()}
    return kept, {stat: column[rows] for stat, column in said.items()}, true


def table(player_type: Playing, stats: Sequence[str], parts: Sequence[Judged]) -> str:
    weights = np.concatenate([part.weights for part in parts])
    lines = [f"\n{player_type}s who came up: {len(weights)} player seasons; errors in % of the league's rate\n"]
    lines += ["| stat | mle | factors | untranslated | league | mle - factors | 95 % interval | cut | mle - league |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    cuts = []
    for stat in stats:
        actual = np.concatenate([part.actual[stat] for part in parts])
        said = {name: np.concatenate([part.said[name][stat] for part in parts]) for name in NAMES}
        fine = np.isfinite(actual) & np.all([np.isfinite(column) for column in said.values()], axis=0)
        errors = {name: 100 * rmse(actual[fine], column[fine], weights[fine]) for name, column in said.items()}
        pairs = {
            rival: rmse_difference(
                Pair(100 * actual[fine], 100 * said["mle"][fine], 100 * said[rival][fine], weights[fine]), Bootstrap()
            )
            for rival in RIVALS
        }
        cuts.append(100 * (errors["mle"] / errors["factors"] - 1))
        fixed, flat = pairs["factors"], pairs["league"]
        lines.append(
            f"| {stat} | "
            + " | ".join(f"{errors[name]:.1f}" for name in NAMES)
            + f" | {fixed.delta:+.1f} | {fixed.lo:+.1f} to {fixed.hi:+.1f} | {cuts[-1]:+.1f} %"
            + f" | {flat.delta:+.1f} ({flat.lo:+.1f} to {flat.hi:+.1f}) |"
        )
    return "\n".join([*lines, f"\nmean cut against fixed factors: {np.mean(cuts):+.1f} %"])


if __name__ == "__main__":
    main()
