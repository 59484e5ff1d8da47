"""Pitches as arrays of codes and numbers, in the order in which they were thrown: what networks and tables read.

Shapes: n pitches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fbm.domain.pitches.words import BATTED_BALLS, EVENTS, HALVES, PITCH_TYPES, RESULTS, STANDS, THROWS
from fbm.domain.seasons import Rows

CATEGORICAL: Final = (
    "pitch_type", "result", "event", "batted_ball", "balls", "strikes", "outs", "bases", "inning", "half", "stand",
    "throws", "score",
)  # fmt: skip
"""Columns of `PitchArrays.codes`, in this order."""

NUMERIC: Final = ("velocity", "move_x", "move_z", "plate_x", "plate_z", "exit_speed", "launch_angle")
"""Columns of `PitchArrays.numbers`: mph, feet of movement, feet at the plate, mph off the bat, degrees."""

PAD, MASK, UNKNOWN = 0, 1, 2
"""Codes that every vocabulary begins with; `UNKNOWN` is also where the source has no value."""
FIRST_WORD: Final = 3

BASES: Final = ("---", "1--", "-2-", "12-", "--3", "1-3", "-23", "123")
"""Word of the bases taken: its place is 1 for first, 2 for second, 4 for third, added up."""
LAST_INNING: Final = 10
"""The tenth inning and all after it are one word."""
WIDEST_SCORE: Final = 4
"""A lead or deficit of more runs is the word of this many."""

Int16: TypeAlias = npt.NDArray[np.int16]
Int32: TypeAlias = npt.NDArray[np.int32]
Float32: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PitchArrays:
    """Pitches in playing order; one row a pitch, whole games one after the other.

    Rows are ordered by date, game, plate appearance and pitch.

    Attributes
    ----------
    codes : int16, shape (n, len(CATEGORICAL))
    numbers : float32, shape (n, len(NUMERIC))
        Raw units, NaN where the source has none.
    game : int32, shape (n,)
        Index of the game, rising from 0.
    at_bat : int16, shape (n,)
        Plate appearance within the game.
    pitch : int16, shape (n,)
        Pitch within the plate appearance, from 1.
    batter, pitcher : int32, shape (n,)
        MLBAM ids.
    season : int16, shape (n,)
    date : int32, shape (n,)
        yyyymmdd.
    """

    codes: Int16
    numbers: Float32
    game: Int32
    at_bat: Int16
    pitch: Int16
    batter: Int32
    pitcher: Int32
    season: Int16
    date: Int32

    def __len__(self) -> int:
        return len(self.game)

    def take(self, rows: Rows | slice) -> PitchArrays:
        """Pick pitches by mask, position or slice; games keep their index."""
        return PitchArrays(*(getattr(self, field.name)[rows] for field in fields(self)))

    def column(self, name: str) -> Int16:
        """Codes of one of `CATEGORICAL`."""
        return self.codes[:, CATEGORICAL.index(name)]

    def number(self, name: str) -> Float32:
        """Values of one of `NUMERIC`."""
        return self.numbers[:, NUMERIC.index(name)]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The words of each of `CATEGORICAL`; the code of a word is its place plus `FIRST_WORD`.

    Attributes
    ----------
    words : mapping of field to tuple of str
    """

    words: Mapping[str, tuple[str, ...]]

    def size(self, field: str) -> int:
        """Count of codes, the first three included."""
        return FIRST_WORD + len(self.words[field])

    def code(self, field: str, word: str) -> int:
        """Code of a word, `UNKNOWN` for one that the vocabulary has not."""
        return FIRST_WORD + self.words[field].index(word) if word in self.words[field] else UNKNOWN

    def word(self, field: str, code: int) -> str | None:
        """Word of a code, None for the first three."""
        return self.words[field][code - FIRST_WORD] if code >= FIRST_WORD else None

    def get_params(self) -> dict[str, Any]:
        """Plain data to store."""
        return {"words": {field: list(words) for field, words in self.words.items()}}

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Vocabularies:
        """Make vocabularies of what `get_params` gave."""
        return cls({str(field): tuple(map(str, words)) for field, words in params["words"].items()})


VOCABULARIES: Final = Vocabularies(
    {
        "pitch_type": PITCH_TYPES,
        "result": RESULTS,
        "event": EVENTS,
        "batted_ball": BATTED_BALLS,
        "balls": ("0", "1", "2", "3"),
        "strikes": ("0", "1", "2"),
        "outs": ("0", "1", "2"),
        "bases": BASES,
        "inning": tuple(map(str, range(1, LAST_INNING + 1))),
        "half": HALVES,
        "stand": STANDS,
        "throws": THROWS,
        "score": tuple(map(str, range(-WIDEST_SCORE, WIDEST_SCORE + 1))),
    }
)
"""The same for every source and season, so that a model trained on one can read the other."""
