"""The vocabulary of counts: which stats a batting and a pitching line hold.

Tables store counts only; rates are derived where they are needed. Names are the
keys of tables, batches and outputs alike.
"""

from __future__ import annotations

from typing import Final

BATTING: Final = (
    "g", "ab", "r", "h", "doubles", "triples", "hr", "rbi", "sb", "cs",
    "bb", "so", "ibb", "hbp", "sh", "sf", "gidp",
)  # fmt: skip
"""Counts of a batting line. Plate appearances are ab + bb + hbp + sh + sf."""

PITCHING: Final = (
    "w", "l", "g", "gs", "cg", "sho", "sv", "hld", "bs", "qs", "outs", "h", "r", "er", "hr",
    "bb", "so", "ibb", "hbp", "wp", "bk", "bf", "gf",
)  # fmt: skip
"""Counts of a pitching line. `outs` are outs recorded: three to an inning; `bf` batters faced; `qs` quality starts."""

POSITIONS: Final = ("p", "c", "1b", "2b", "3b", "ss", "lf", "cf", "rf", "dh")
"""Fielding positions, as games played there in a season; ties go to the earlier one."""
