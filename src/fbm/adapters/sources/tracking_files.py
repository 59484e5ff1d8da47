"""Files with season-level tracking figures: FanGraphs' season boards and Baseball Savant's boards.

A file's columns tell what it is. Lines are joined to the ids of the major-league tables by the file itself where it has
them, else through the crosswalk; who is in neither keeps the id of the source.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, ClassVar, Final

import numpy as np
from pydantic import AliasGenerator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.rows import Row, Whole
from fbm.domain.crosswalk import Crosswalk, identify
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, MissingColumn
from fbm.domain.seasons import Lines, StrArray
from fbm.domain.tracking import FANGRAPHS_BATTING, FANGRAPHS_PITCHING, FIGURES, SAVANT_BATTING, SEEN

_COLUMNS: Final[Mapping[str, str]] = {
    "lahman": "lahman_playerID", "fangraphs": "IDfg", "season": "Season", "ev": "EV", "max_ev": "maxEV",
    "launch_angle": "LA", "barrels": "Barrel%", "hard_hit": "HardHit%", "chase": "O-Swing%", "o_contact": "O-Contact%",
    "z_contact": "Z-Contact%", "swing_miss": "SwStr%", "hr_fb": "HR/FB", "ground": "GB%", "line": "LD%",
    "pull": "Pull%", "xwoba": "xwOBA", "zone": "Zone%", "first_strike": "F-Strike%", "csw": "CSW%", "speed": "FBv",
    "siera": "SIERA",
}  # fmt: skip


def _number(value: object) -> object:
    """Refuse what `float` would let pass: words, infinities, spaces, underscores."""
    if isinstance(value, str):
        try:
            fine = value.isascii() and "_" not in value and value == value.strip() and math.isfinite(float(value))
        except ValueError:
            fine = False
        if not fine:
            raise PydanticCustomError("number", "not a number")
    return value


Figure = Annotated[float, BeforeValidator(_number)] | None
Seen = Annotated[int, Field(ge=0, le=1500), Whole] | None
Season = Annotated[int, Field(ge=1871, le=2100), Whole]


def _named(**further: str) -> ConfigDict:
    names = {**_COLUMNS, **further}
    generator = AliasGenerator(validation_alias=lambda field: names.get(field, field))
    return ConfigDict(extra="forbid", frozen=True, alias_generator=generator)


class TrackingRow(Row):
    """A line of any board; `TABLE` is where it belongs."""

    KEY = ("fangraphs", "season")
    OPTIONAL = frozenset({"lahman", "mlbam"})
    TABLE: ClassVar[str]
    lahman: str = ""
    mlbam: str = ""
    season: Season


class FanGraphsBattingRow(TrackingRow):
    """A batter's season on FanGraphs."""

    model_config = _named(mlbam="key_mlbam", seen="PA")
    TABLE = FANGRAPHS_BATTING
    fangraphs: str
    seen: Seen = None
    ev: Figure = None
    max_ev: Figure = None
    launch_angle: Figure = None
    barrels: Figure = None
    hard_hit: Figure = None
    chase: Figure = None
    o_contact: Figure = None
    z_contact: Figure = None
    swing_miss: Figure = None
    hr_fb: Figure = None
    ground: Figure = None
    line: Figure = None
    pull: Figure = None
    xwoba: Figure = None


class FanGraphsPitchingRow(TrackingRow):
    """A pitcher's season on FanGraphs."""

    model_config = _named(mlbam="key_mlbam", seen="TBF")
    TABLE = FANGRAPHS_PITCHING
    fangraphs: str
    seen: Seen = None
    ev: Figure = None
    barrels: Figure = None
    hard_hit: Figure = None
    chase: Figure = None
    zone: Figure = None
    first_strike: Figure = None
    swing_miss: Figure = None
    csw: Figure = None
    ground: Figure = None
    hr_fb: Figure = None
    speed: Figure = None
    siera: Figure = None


class SavantRow(TrackingRow):
    """A runner's or batter's season on Savant."""

    model_config = _named(mlbam="player_id", season="year", sweet_spot="sweet_spot_percent", seen="pa")
    KEY = ("mlbam", "season")
    TABLE = SAVANT_BATTING


class SprintRow(SavantRow):
    """A runner's season: feet per second."""

    sprint_speed: Figure = None


class ExpectedRow(SavantRow):
    """A batter's season on the board of expected statistics."""

    seen: Seen = None
    sweet_spot: Figure = None


class CustomRow(ExpectedRow):
    """A batter's season on a board of one's own choice."""

    sprint_speed: Figure = None


FANGRAPHS: Final[tuple[tuple[frozenset[str], type[TrackingRow]], ...]] = (
    (frozenset({"IDfg", "TBF", "IP"}), FanGraphsPitchingRow),
    (frozenset({"IDfg", "PA"}), FanGraphsBattingRow),
)
SAVANT: Final[tuple[tuple[frozenset[str], type[TrackingRow]], ...]] = (
    (frozenset({"player_id", "sprint_speed", "sweet_spot_percent"}), CustomRow),
    (frozenset({"player_id", "sprint_speed"}), SprintRow),
    (frozenset({"player_id", "sweet_spot_percent"}), ExpectedRow),
)


class TrackingFiles:
    """Files of one maker.

    Parameters
    ----------
    paths : sequence of Path
    formats : sequence of (columns, row)
        `FANGRAPHS` or `SAVANT`: columns that tell a format.
    """

    def __init__(self, paths: Sequence[Path], formats: Sequence[tuple[frozenset[str], type[TrackingRow]]]) -> None:
        self._paths = tuple(paths)
        self._formats = tuple(formats)

    def read(self, crosswalk: Crosswalk, progress: Progress) -> Result[Mapping[str, Lines], FileError]:
        """Read every file: lines by table.

        Returns
        -------
        Result of mapping of table to Lines
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant.
        """
        progress.start("reading", len(self._paths))
        rows: dict[str, list[TrackingRow]] = {}
        try:
            for path in self._paths:
                found = self._rows(path)
                rows.setdefault(type(found[0]).TABLE, []).extend(found) if found else None
                progress.advance()
        except RefusedFileError as refused:
            return Failure(refused.error)
        progress.finish()
        return Success({table: _lines(table, held, crosswalk) for table, held in rows.items()})

    def _rows(self, path: Path) -> Sequence[TrackingRow]:
        header = frozenset(read_header(path))
        model = next((row for columns, row in self._formats if columns <= header), None)
        if model is None:
            wanted = " or ".join(", ".join(sorted(columns)) for columns, _ in self._formats)
            raise RefusedFileError(MissingColumn(path.name, wanted, tuple(sorted(header))))
        return read_sheet(path, model).rows


def _lines(table: str, rows: Sequence[TrackingRow], crosswalk: Crosswalk) -> Lines:
    """One line for each player and season; what one file leaves open another may tell."""
    makers = {maker: _words(rows, maker) for maker in ("mlbam", "fangraphs") if hasattr(rows[0], maker)}
    players = identify(_words(rows, "lahman"), makers, crosswalk).player_id.tolist()
    told: dict[tuple[int, str], dict[str, float]] = {}
    for player, row in zip(players, rows, strict=True):
        values = {name: getattr(row, name, None) for name in (SEEN, *FIGURES[table])}
        known = {name: float(value) for name, value in values.items() if value is not None}
        told.setdefault((row.season, player), {}).update(known)
    keys = sorted(told)
    return Lines(
        player_id=np.array([player for _, player in keys], dtype=np.str_),
        season=np.array([season for season, _ in keys], dtype=np.int64),
        stint=np.ones(len(keys), dtype=np.int64),
        team=np.full(len(keys), "", dtype=np.str_),
        league=np.full(len(keys), "", dtype=np.str_),
        counts={
            name: np.array([told[key].get(name, math.nan) for key in keys], dtype=np.float64)
            for name in (SEEN, *FIGURES[table])
        },
    )


def _words(rows: Sequence[TrackingRow], field: str) -> StrArray:
    return np.array([getattr(row, field, "") for row in rows], dtype=np.str_)
