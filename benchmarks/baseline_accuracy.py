"""Accuracy of the pipelines without trained models, season by season, each from earlier seasons only.

Run: python benchmarks/baseline_accuracy.py [LAHMAN_DIRECTORY] [--seasons 2015-2019] [--by-season]
     python benchmarks/baseline_accuracy.py --seasons 2018-2019,2021-2022 --plays IDS PLAYS…

Batters with 200 or more actual plate appearances and pitchers with 50 or more innings, those of them who were
projected; r and the root mean square error of season totals (OBP, ERA and WHIP: of rates), means over the seasons.
`rho` is Spearman's of the summed z-scores of the categories. `baseline` is shown in both modes of playing time:
`expected` (everybody projected) and `regular` (given that a player is one). `all` is everybody projected: the error of
plate appearances or innings, those who did not play counted as none.

With `--plays`, holds, blown saves and quality starts are scored from plays, whose pitchers are told by a table of ids,
and SV+HLD-BS and QS are judged too. Beside QS stand two plain ways to have it from the starts that the same system
projects: `QS, league`, by the share of starts that were quality starts in the season before, and `QS, own`, by a
pitcher's share in the seasons known, weighed and pulled to the league's as Marcel does it.

Without a directory, the Lahman files are looked for under $FBM_TEST_DATA, then in `shared/data` beside the project.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.play_files import EventPlayFiles
from fbm.app.basis import basis_for
from fbm.domain.crosswalk import identify
from fbm.domain.models.marcel import PITCHER_BALLAST, PITCHER_WEIGHTS
from fbm.domain.projection.baseline.fit import BaselineFits, Mode
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.relief.decisions import decide
from fbm.domain.relief.lines import relief_lines, with_relief
from fbm.domain.seasons import FloatArray, History, plate_appearances, season_totals

SYSTEMS: Final[tuple[tuple[str, str, Mode], ...]] = (
    ("marcel_classic", "marcel_classic", "expected"),
    ("marcel", "marcel", "expected"),
    ("baseline, regular", "baseline", "regular"),
    ("baseline, expected", "baseline", "expected"),
)
CATEGORIES: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("HR", "R", "RBI", "SB", "OBP"),
    "pitcher": ("W", "K", "ERA", "WHIP", "SV"),
}
RATES: Final = ("OBP", "ERA", "WHIP")
VOLUME: Final[Mapping[Playing, str]] = {"batter": "PA", "pitcher": "IP"}
REGULAR: Final[Mapping[Playing, float]] = {"batter": 200.0, "pitcher": 50.0}
NSVH: Final = "SV+HLD-BS"
BY_LEAGUE: Final = "QS, league"
BY_OWN: Final = "QS, own"
STARTS_OF_BALLAST: Final = PITCHER_BALLAST / 17.4
"""Marcel's ballast in starts: 17.4 outs are those of an average one."""

Columns = Mapping[str, FloatArray]


class Quiet:
    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


def main() -> None:
    options = parsed()
    history = LahmanFiles(options.lahman).read(Quiet()).unwrap()
    history = relieved(history, options.plays) if options.plays else history
    fits = BaselineFits(history)
    for playing in VOLUME:
        started = time.perf_counter()
        scores = {
            name: [judge(history, fits, season, playing, one) for season in options.seasons] for name, *one in SYSTEMS
        }
        print(table(f"{playing}s, {options.seasons[0]} to {options.seasons[-1]}", scores))
        if options.by_season:
            for place, season in enumerate(options.seasons):
                print(table(f"{playing}s, {season}", {name: [parts[place]] for name, parts in scores.items()}))
        print(f"{time.perf_counter() - started:.0f} s\n")


def parsed() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    parser = argparse.ArgumentParser()
    parser.add_argument("lahman", nargs="?", type=Path, default=root / "lahman")
    parser.add_argument("--seasons", type=seasons_of, default=list(range(2015, 2020)))
    parser.add_argument("--plays", nargs="+", type=Path, help="a table of ids, then files of plays")
    parser.add_argument("--by-season", action="store_true")
    return parser.parse_args()


def relieved(history: History, files: Sequence[Path]) -> History:
    """Put what plays tell into the pitching lines: holds, blown saves and quality starts."""
    crosswalk = IdFiles(files[:1]).read(Quiet()).unwrap()
    pitching = history.pitching
    for read in EventPlayFiles(files[1:]).seasons(Quiet()):
        lines = relief_lines(decide(read.unwrap().plays), read.unwrap().season)
        known = identify(np.full(len(lines), ""), {"retro": lines.player_id}, crosswalk)
        pitching = with_relief(pitching, replace(lines, player_id=known.player_id))
    return replace(history, pitching=pitching)


def seasons_of(text: str) -> list[int]:
    parts = [part.split("-") for part in text.split(",")]
    return [season for part in parts for season in range(int(part[0]), int(part[-1]) + 1)]


def judge(
    history: History, fits: BaselineFits, season: int, playing: Playing, system: Sequence[Any]
) -> dict[str, float]:
    preset, mode = system
    basis = basis_for(preset, fits, season, mode)
    made = finalise(run(open_batch(history, season, playing), stages_of(preset, playing, basis)))
    said, happened = said_of(made), happened_of(history, season, playing, made.player_id)
    said |= plain_quality_starts(history, made) if playing == "pitcher" else {}
    volume = VOLUME[playing]
    everybody = float(np.sqrt(np.mean((said[volume] - happened[volume]) ** 2)))
    kept = happened[volume] >= REGULAR[playing]
    said, happened = picked(said, kept), picked(happened, kept)
    scores: dict[str, float] = {"n": float(kept.sum())}
    for category in said:
        scores[f"{category} r"] = correlation(said[category], happened[category])
        scores[f"{category} rmse"] = float(np.sqrt(np.mean((said[category] - happened[category]) ** 2)))
    scores["rho"] = rank_correlation(worth(said, playing, "SV"), worth(happened, playing, "SV"))
    if NSVH in said and np.isfinite(happened[NSVH]).all():
        scores["rho NSVH"] = rank_correlation(worth(said, playing, NSVH), worth(happened, playing, NSVH))
    return {**scores, f"all {volume} rmse": everybody}


def said_of(made: Projection) -> dict[str, FloatArray]:
    if made.player_type == "batter":
        names = {"HR": "hr", "R": "r", "RBI": "rbi", "SB": "sb", "OBP": "obp", "PA": "pa"}
        return {category: made[name] for category, name in names.items()}
    names = {"W": "w", "K": "so", "ERA": "era", "WHIP": "whip", "SV": "sv", "IP": "ip"}
    relief = {NSVH: made["sv"] + made["hld"] - made["bs"]}
    return {**{category: made[name] for category, name in names.items()}, **relief, "QS": made["qs"]}


def plain_quality_starts(history: History, made: Projection) -> dict[str, FloatArray]:
    """Quality starts as a share of the starts projected."""
    before = [past_quality_starts(history, made.season - ago, made.player_id) for ago in (1, 2, 3)]
    league = before[0].share
    good, starts = (
        sum(weight * getattr(one, name) for weight, one in zip(PITCHER_WEIGHTS, before, strict=True))
        for name in ("good", "starts")
    )
    own = (good + STARTS_OF_BALLAST * league) / (starts + STARTS_OF_BALLAST)
    return {BY_LEAGUE: made["gs"] * league, BY_OWN: made["gs"] * own}


class PastStarts(NamedTuple):
    """Starts and quality starts of some pitchers in a season, none where nobody counted; and the league's share."""

    starts: FloatArray
    good: FloatArray
    share: float


def past_quality_starts(history: History, season: int, players: np.ndarray) -> PastStarts:
    counts = history.pitching.take(history.pitching.season == season).counts
    happened = happened_of(history, season, "pitcher", players)
    known = np.isfinite(counts["qs"]).any()
    share = float(np.nansum(counts["qs"]) / counts["gs"].sum()) if known else float("nan")
    return PastStarts(happened["GS"] * known, np.nan_to_num(happened["QS"]), share)


def happened_of(history: History, season: int, playing: Playing, players: np.ndarray) -> dict[str, FloatArray]:
    """What each player did, none for those who did not play."""
    totals = season_totals(history.batting if playing == "batter" else history.pitching)
    totals = totals.take(totals.season == season)
    order = np.argsort(totals.player_id)
    place = np.searchsorted(totals.player_id[order], players)
    row = order[np.minimum(place, len(order) - 1)]
    row = np.where(totals.player_id[row] == players, row, -1)

    def of(column: FloatArray) -> FloatArray:
        return np.append(column, 0.0)[row]

    count = {name: of(column) for name, column in totals.counts.items()}
    if playing == "batter":
        pa = of(plate_appearances(totals))
        on_base = count["h"] + count["bb"] + count["hbp"]
        totals_of = {"HR": count["hr"], "R": count["r"], "RBI": count["rbi"], "SB": count["sb"]}
        return {**totals_of, "OBP": on_base / np.maximum(pa, 1), "PA": pa}
    ip = count["outs"] / 3
    least = np.maximum(ip, 1 / 3)
    rates = {"ERA": 9 * count["er"] / least, "WHIP": (count["h"] + count["bb"]) / least}
    saves = {"SV": count["sv"], NSVH: count["sv"] + count["hld"] - count["bs"]}
    starts = {"GS": count["gs"], **dict.fromkeys(("QS", BY_LEAGUE, BY_OWN), count["qs"])}
    return {"W": count["w"], "K": count["so"], **rates, **saves, "IP": ip, **starts}


def picked(columns: Columns, rows: np.ndarray) -> dict[str, FloatArray]:
    return {name: column[rows] for name, column in columns.items()}


def worth(columns: Columns, playing: Playing, saves: str) -> FloatArray:
    """Summed z-scores; rates first become what a player adds to or takes from the pool's."""
    names = [saves if name == "SV" else name for name in CATEGORIES[playing]]
    volume = columns[VOLUME[playing]]
    total = np.zeros(len(volume))
    for name in names:
        column = columns[name]
        if name in RATES:
            events = column * volume
            column = (events - volume * events.sum() / volume.sum()) * (1 if name == "OBP" else -1)
        total += (column - column.mean()) / column.std()
    return total


def correlation(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def rank_correlation(one: FloatArray, other: FloatArray) -> float:
    return correlation(ranks(one), ranks(other))


def ranks(values: FloatArray) -> FloatArray:
    """Ranks, equals sharing their mean."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def table(title: str, scores: Mapping[str, list[dict[str, float]]]) -> str:
    means = {
        name: {key: float(np.mean([part[key] for part in parts])) for key in parts[0]} for name, parts in scores.items()
    }
    first = next(iter(means.values()))
    names = [key.removesuffix(" r") for key in first if key.endswith(" r")]
    shown = [name for name in names if any(np.isfinite(mean[f"{name} r"]) for mean in means.values())]
    rest = [key for key in first if not key.endswith((" r", " rmse"))] + [key for key in first if key.startswith("all")]
    lines = [f"\n{title}\n", f"| | {' | '.join((*shown, *rest))} |", "| --- " * (1 + len(shown) + len(rest)) + "|"]
    for name, mean in means.items():
        cells = [f"{mean[f'{key} r']:.3f} / {number(mean[f'{key} rmse'])}" for key in shown]
        cells += [f"{mean[key]:.3f}" if key.startswith("rho") else number(mean[key]) for key in rest]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def number(value: float) -> str:
    return (
        f"{value:.4f}"
        if value < 0.1
        else f"{value:.3f}"
        if value < 2
        else f"{value:.2f}"
        if value < 10
        else f"{value:.1f}"
    )


if __name__ == "__main__":
    main()
