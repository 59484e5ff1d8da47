"""The best lookup tables over real pitches: what a network that reads sequences must beat.

    python benchmarks/pitch_lookup.py HOME

HOME is a home with Retrosheet's pitches of 2017-2022 and Statcast's. Contexts and smoothing are chosen on seasons
before the one that is reported: 2021 for results (2020 is short), 2020 for pitch types; then the table is counted on
all seasons before 2022.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from fbm.adapters.sources.pitch_tables import ParquetPitchTables
from fbm.domain.contextual.choosing import choose_table
from fbm.domain.contextual.lookup import Scores, lookup_table, score
from fbm.domain.contextual.pitches import FIRST_WORD, PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.pitches.table import joined

BEFORE = (
    "balls", "strikes", "outs", "bases", "inning", "half", "score", "stand", "throws", "pitch", "previous_result",
    "second_result", "previous_pitch_type", "second_pitch_type", "batter", "pitcher",
)  # fmt: skip
AFTER = ("last", "next_result", "balls_after", "strikes_after", "fouls_after", "event_after")
REPORTED = 2022


def read(tables: ParquetPitchTables, seasons: Iterable[int]) -> PitchArrays:
    return prepare(joined(tables.read(season).unwrap() for season in seasons))


def tracked(arrays: PitchArrays) -> PitchArrays:
    """Games in which pitch types are known."""
    known = np.zeros(int(arrays.game.max()) + 1, dtype=np.bool_)
    known[arrays.game[arrays.column("pitch_type") >= FIRST_WORD]] = True
    return arrays.take(known[arrays.game])


def report(title: str, field: str, data: Sequence[PitchArrays], candidates: Sequence[str]) -> None:
    early, chosen_on, train, test = data
    choice = choose_table(early, chosen_on, field, candidates)
    known = test.column(field) >= FIRST_WORD
    codes = test.column(field)[known]
    marginal = score(lookup_table(train, field).predict(test, known), codes)
    best = score(lookup_table(train, field, choice.by, smoothing=choice.smoothing).predict(test, known), codes)
    print(f"{title}: {best.pitches:,} pitches of {REPORTED}")
    line("marginal", marginal)
    line(f"best table ({', '.join(choice.by)}; {choice.smoothing:g})", best)


def line(name: str, scores: Scores) -> None:
    print(f"  {name}: log loss {scores.log_loss:.4f}, accuracy {scores.accuracy:.4f}", flush=True)


def main(home: Path) -> None:
    tables = ParquetPitchTables(home / "data" / "pitches")
    results = [read(tables, seasons) for seasons in ((2018, 2019), (2021,), range(2017, REPORTED), (REPORTED,))]
    report("result, what came before", "result", results, BEFORE)
    report("result, what came after too", "result", results, (*BEFORE, *AFTER))
    types = [read(tables, years) for years in (range(2008, 2020), (2020,), range(2008, REPORTED), (REPORTED,))]
    report("pitch type, what came before", "pitch_type", [tracked(part) for part in types], (*BEFORE, "result"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
