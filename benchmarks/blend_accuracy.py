"""How good the blend is beside the pipeline `baseline`, season by season, each from earlier seasons only.

Run: python benchmarks/blend_accuracy.py [LAHMAN_DIRECTORY] [--seasons 2015,2016,2017,2018,2019] [--first 1993]
     [--tracking DIRECTORY] [--minors DATA_DIRECTORY] [--cache DIRECTORY] [--set trees=300]

For each season a blend is trained on the target seasons from `--first` to the one before it. Judged are players with
200 plate appearances or 50 innings, on season totals and rates, playing time as for a regular and as expected of
everybody: correlation and root mean square error, means over the seasons, and the rank correlation of summed category
z-scores. Intervals come from the paired bootstrap over players. Where tracking figures are used, `untracked` is the
same blend without them. With `--minors` blends read seasons below the majors too.
"""

from __future__ import annotations

import argparse
import os
import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from fbm.adapters.boosting.blend import Blend
from fbm.adapters.boosting.blend_trainer import BlendTrainer
from fbm.adapters.neural.layers import fit_layer_network
from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.minors import MinorFiles
from fbm.adapters.sources.tracking_files import FANGRAPHS, SAVANT, TrackingFiles
from fbm.app.layer_examples import gather_layers
from fbm.app.pipeline.blending import spoken
from fbm.domain.crosswalk import nobody
from fbm.domain.layers.spec import BATTER_BLEND, PITCHER_BLEND, BlendSpec
from fbm.domain.minor_seasons import minor_seasons
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.baseline.fit import REGULAR, BaselineFit, BaselineFits
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, Lines

BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")
SPECS: Final[Mapping[Playing, BlendSpec]] = {"batter": BATTER_BLEND, "pitcher": PITCHER_BLEND}
CORRECTS: Final = Corrects("baseline", "playing_time")
CATEGORIES: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "r", "rbi", "sb", "obp", "pa"),
    "pitcher": ("w", "so", "era", "whip", "sv", "ip"),
}
DRAWS: Final = 400

STUDIED: Final = [2015, 2016, 2017, 2018, 2019]
STUDY: Final[Mapping[str, float]] = {
    "hr": 0.706, "r": 0.663, "rbi": 0.673, "sb": 0.798, "obp": 0.558, "batter rho": 0.636,
    "w": 0.661, "so": 0.759, "era": 0.455, "whip": 0.459, "sv": 0.753, "pitcher rho": 0.526,
}  # fmt: skip
"""Correlations of a study's blend on the same seasons and players, playing time as for a regular."""


class Quiet:
    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


@dataclass(frozen=True)
class Judged:
    """One season of regulars: who, what happened, and what each pipeline said."""

    player_id: list[str]
    actual: dict[str, FloatArray]
    said: dict[str, dict[str, FloatArray]]


def main() -> None:
    options = parsed()
    history = LahmanFiles(options.lahman).read(Quiet()).unwrap()
    if options.tracking is not None:
        history = replace(history, tracking=tracking(options.tracking))
    if options.minors is not None:
        history = replace(history, minors=below(options.minors))
    for player_type in BOTH:
        seasons = [judge(history, season, player_type, options) for season in options.seasons]
        print(table(player_type, seasons, options.seasons), flush=True)


def parsed() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    parser = argparse.ArgumentParser()
    parser.add_argument("lahman", nargs="?", type=Path, default=root / "lahman")
    parser.add_argument("--seasons", type=lambda text: [int(one) for one in text.split(",")], default=STUDIED)
    parser.add_argument("--first", type=int, default=1993)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--cache", type=Path, default=None, help="keep trained blends here, and use those that are")
    parser.add_argument("--tracking", type=Path, default=None, help="directory with fangraphs/ and savant/")
    parser.add_argument("--minors", type=Path, default=None, help="directory with ids/ and milb/")
    parser.add_argument("--set", action="append", default=[], help="NAME=VALUE of the settings; may be repeated")
    return parser.parse_args()


def tracking(directory: Path) -> dict[str, Lines]:
    found: dict[str, Lines] = {}
    for maker, formats in (("fangraphs", FANGRAPHS), ("savant", SAVANT)):
        files = sorted((directory / maker).glob("*.csv*"))
        found |= TrackingFiles(files, formats).read(nobody(), Quiet()).unwrap()
    return found


def below(directory: Path) -> dict[str, Lines]:
    crosswalk = IdFiles(sorted((directory / "ids").glob("*.csv*"))).read(Quiet()).unwrap()
    files = MinorFiles(sorted((directory / "milb").glob("*.csv*")))
    return minor_seasons(files.read(crosswalk, Quiet()).unwrap().minors)


def settings(player_type: Playing, options: argparse.Namespace) -> BlendSpec:
    spec = SPECS[player_type]
    pairs = dict(pair.split("=") for pair in options.set)
    return replace(spec, **{name: type(getattr(spec, name))(value) for name, value in pairs.items()})


def judge(history: History, season: int, player_type: Playing, options: argparse.Namespace) -> Judged:
    fit = BaselineFits(history).type_before(season, player_type)
    started = time.perf_counter()
    model = trained(history, season, player_type, options)
    print(f"{player_type}s {season}: {time.perf_counter() - started:.0f} s", flush=True)
    regular = fit.players.happened["volume"] >= REGULAR[player_type]
    said: dict[str, dict[str, FloatArray]] = {}
    for mode in ("regular", "expected"):
        lines = projected(history, season, Basis(BaselineFit(season, {player_type: fit}), mode), model)
        said |= {f"{name}, {mode}": {c: column[regular] for c, column in line.items()} for name, line in lines.items()}
    return Judged(fit.players.player_id[regular].tolist(), happened(fit.players.take(regular)), said)


def trained(history: History, season: int, player_type: Playing, options: argparse.Namespace) -> Blend:
    path = None if options.cache is None else options.cache / f"{player_type}-{season}.pickle"
    if path is not None and path.exists():
        return Blend.from_params(pickle.loads(path.read_bytes()))
    examples = gather_layers(history, tuple(range(options.first, season)), player_type, CORRECTS)
    trainer = BlendTrainer(settings(player_type, options), fit_layer_network)
    model = trainer.fit(examples.learning, options.seed, Quiet())
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(model.get_params()))
    return model


def projected(history: History, season: int, basis: Basis, model: Blend) -> dict[str, dict[str, FloatArray]]:
    player_type = model.identity.player_type
    batch = run(open_batch(history, season, player_type), stages_of("baseline", player_type, basis))
    ends = {"baseline": finalise(batch), "blend": finalise(spoken(batch, model, basis))}
    if model.corrections:
        ends["untracked"] = finalise(spoken(batch, model.untracked(), basis))
    return {name: {c: end[c] for c in CATEGORIES[player_type]} for name, end in ends.items()}


def happened(panel: Panel) -> dict[str, FloatArray]:
    counts, volume = panel.happened, panel.happened["volume"]
    if panel.player_type == "batter":
        times = sum(counts[stat] for stat in ("singles", "doubles", "triples", "hr", "bb", "hbp"))
        return {**{c: counts[c] for c in ("hr", "r", "rbi", "sb")}, "obp": times / volume, "pa": volume}
    rates = {"era": 27 * counts["er"] / volume, "whip": 3 * (counts["h"] + counts["bb"]) / volume}
    return {**{c: counts[c] for c in ("w", "so", "sv")}, **rates, "ip": volume / 3}


def worth(line: Mapping[str, FloatArray]) -> FloatArray:
    """Sum of category z-scores; rates as what they add to a pool over its own rate."""
    if "obp" in line:
        return sum(standard(line[c]) for c in ("hr", "r", "rbi", "sb")) + standard(added(line["obp"], line["pa"]))
    good = sum(standard(line[c]) for c in ("w", "so", "sv"))
    return good - standard(added(line["era"], line["ip"])) - standard(added(line["whip"], line["ip"]))


def added(rate: FloatArray, volume: FloatArray) -> FloatArray:
    more: FloatArray = rate * volume - volume * (rate * volume).sum() / volume.sum()
    return more


def standard(column: FloatArray) -> FloatArray:
    score: FloatArray = (column - column.mean()) / column.std()
    return score


def ranks(column: FloatArray) -> FloatArray:
    _, place, count = np.unique(column, return_inverse=True, return_counts=True)
    middle: FloatArray = np.cumsum(count) - (count - 1) / 2
    return middle[place]


def scores(one: Judged, name: str, rows: np.ndarray) -> dict[str, float]:
    said = {c: column[rows] for c, column in one.said[name].items()}
    actual = {c: column[rows] for c, column in one.actual.items()}
    found = {c: float(np.corrcoef(said[c], actual[c])[0, 1]) for c in said}
    found |= {f"{c} rmse": float(np.sqrt(np.mean((said[c] - actual[c]) ** 2))) for c in said}
    found["rho"] = float(np.corrcoef(ranks(worth(said)), ranks(worth(actual)))[0, 1])
    return found


def means(seasons: list[Judged], name: str, rows: list[np.ndarray]) -> dict[str, float]:
    each = [scores(one, name, chosen) for one, chosen in zip(seasons, rows, strict=True)]
    return {key: float(np.mean([found[key] for found in each])) for key in each[0]}


def table(player_type: Playing, seasons: list[Judged], years: list[int]) -> str:
    everybody = [np.arange(len(one.player_id)) for one in seasons]
    names = tuple(name for name in seasons[0].said if all(name in one.said for one in seasons))
    figures = {name: means(seasons, name, everybody) for name in names}
    pairs = [(f"blend, {mode}", f"baseline, {mode}") for mode in ("regular", "expected")]
    pairs += [("blend, regular", "untracked, regular")] if "untracked, regular" in names else []
    gaps = [differences(seasons, pair) for pair in pairs]
    titles = [title for better, worse in pairs for title in (f"{better} less {worse}", "95 % interval")]
    studied = years == STUDIED
    head = ("category", *names, *titles, *(["study's blend", "less the study's"] if studied else []))
    lines = [f"\n{player_type}s, {', '.join(map(str, years))}\n", f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for c in (*CATEGORIES[player_type], "rho"):
        cells = [f"{figures[n][c]:.4f}" + (f" / {figures[n][f'{c} rmse']:.4g}" if c != "rho" else "") for n in names]
        for (better, worse), gap in zip(pairs, gaps, strict=True):
            low, high = np.quantile(gap[c], [0.025, 0.975])
            cells += [f"{figures[better][c] - figures[worse][c]:+.4f}", f"{low:+.4f} to {high:+.4f}"]
        cells += distance(f"{player_type} rho" if c == "rho" else c, figures["blend, regular"][c]) if studied else []
        lines.append(f"| {c} | {' | '.join(cells)} |")
    return "\n".join(lines)


def distance(category: str, found: float) -> list[str]:
    """A study's figure, and how far above it ours lies."""
    theirs = STUDY.get(category)
    return ["", ""] if theirs is None else [f"{theirs:.3f}", f"{found - theirs:+.4f}"]


def differences(seasons: list[Judged], pair: tuple[str, str]) -> dict[str, FloatArray]:
    """Differences of the correlations over draws of players with all their seasons."""
    players = sorted({player for one in seasons for player in one.player_id})
    place = {player: row for row, player in enumerate(players)}
    places = [np.array([place[player] for player in one.player_id]) for one in seasons]
    generator = np.random.default_rng(7)
    draws: list[dict[str, float]] = []
    for _ in range(DRAWS):
        times = np.bincount(generator.integers(0, len(players), len(players)), minlength=len(players))
        rows = [np.repeat(np.arange(len(where)), times[where]) for where in places]
        better, worse = (means(seasons, name, rows) for name in pair)
        draws.append({key: better[key] - worse[key] for key in better})
    return {key: np.array([draw[key] for draw in draws]) for key in draws[0]}


if __name__ == "__main__":
    main()
