"""Columns of the makers' pitch files, and what each becomes in the pitch table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from fbm.adapters.sources.pitch_rules import Code, Day, Measure, Name, Occupied, Rule, WholeNumber, Word
from fbm.domain.pitches import words
from fbm.domain.ports.pitches import RETROSHEET, STATCAST

PLAYER: Final = WholeNumber(1, 99_999_999, pl.Int32)
SCORE: Final = WholeNumber(0, 99, pl.Int16)

AFTER_THE_SEASON: Final = ("F", "D", "L", "W")
GAME_TYPES: Final = ("R", *AFTER_THE_SEASON, "S", "E", "A", "I", "P")
"""Savant's kinds of game: the regular season, the post-season, spring training, exhibitions, the all-star game."""


class Column(NamedTuple):
    """A column of the table, what it is called in the file, and what it may hold."""

    name: str
    called: str
    rule: Rule


class Layout(NamedTuple):
    """The files of one maker.

    Attributes
    ----------
    source : str
    columns : tuple of Column
    others : mapping of str to str
        Column names that show a file to hold something else of this maker, and what.
    """

    source: str
    columns: tuple[Column, ...]
    others: Mapping[str, str]

    def wanted(self) -> Sequence[str]:
        """Columns to read, each once."""
        return tuple(dict.fromkeys(column.called for column in self.columns))


SHARED: Final = (
    Column("date", "game_date", Day()),
    Column("at_bat", "at_bat_number", WholeNumber(1, 999, pl.Int16)),
    Column("pitch", "pitch_number", WholeNumber(1, 99, pl.Int16)),
    Column("batter", "batter", PLAYER),
    Column("pitcher", "pitcher", PLAYER),
    Column("stand", "stand", Word(words.STANDS)),
    Column("throws", "p_throws", Word(words.THROWS, {"S": "R"})),
    Column("balls", "balls", WholeNumber(0, 4)),
    Column("strikes", "strikes", WholeNumber(0, 3)),
    Column("outs", "outs_when_up", WholeNumber(0, 3)),
    Column("on_1b", "on_1b", Occupied()),
    Column("on_2b", "on_2b", Occupied()),
    Column("on_3b", "on_3b", Occupied()),
    Column("inning", "inning", WholeNumber(1, 99, pl.Int16)),
    Column("half", "inning_topbot", Word(words.HALVES)),
    Column("bat_score", "bat_score", SCORE),
    Column("fld_score", "fld_score", SCORE),
    Column("result", "description", Word(words.RESULTS, words.RESULT_SYNONYMS)),
    Column("event", "events", Word(words.EVENTS, words.EVENT_SYNONYMS, needed=False)),
    Column("batted_ball", "bb_type", Word(words.BATTED_BALLS, needed=False)),
)

STATCAST_LAYOUT: Final = Layout(
    STATCAST,
    (
        Column("game_id", "game_pk", Name()),
        *SHARED,
        Column("regular", "game_type", Word(GAME_TYPES)),
        Column("pitch_type", "pitch_type", Code(words.PITCH_TYPES)),
        Column("velocity", "release_speed", Measure(0, 120)),
        Column("move_x", "pfx_x", Measure(-10, 10)),
        Column("move_z", "pfx_z", Measure(-10, 10)),
        Column("plate_x", "plate_x", Measure(-30, 30)),
        Column("plate_z", "plate_z", Measure(-30, 30)),
        Column("exit_speed", "launch_speed", Measure(0, 135)),
        Column("launch_angle", "launch_angle", Measure(-90, 90)),
    ),
    {},
)

RETROSHEET_LAYOUT: Final = Layout(
    RETROSHEET,
    (Column("game_id", "game_id", Name()), *SHARED),
    {"EVENT_CD": "plays", "PITCH_SEQ_TX": "plays"},
)
