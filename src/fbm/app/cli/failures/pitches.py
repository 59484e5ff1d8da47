"""Sentences for what can go wrong with pitches and the files they come from."""

from __future__ import annotations

from typing import assert_never

from fbm.app.cli.failures.data import about_data
from fbm.app.cli.output import Complaint
from fbm.app.pitch_simulation import PlayedError
from fbm.app.pitches import PitchError
from fbm.domain.ids import format_seasons
from fbm.domain.ports.pitches import NoPitches, OtherTable, TwiceThrown
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile, MixedSources, UnevenSeasons
from fbm.domain.ports.sources import DamagedTable, MissingSeasons

HINT = (
    "import them with `fbm data import retrosheet FILE…` or `fbm data import statcast FILE…`, "
    "or make some with `fbm data simulate --pitches`"
)
UNCHANGED = "nothing was imported"
APART = "plays_*.parquet, or pitches_*.parquet"
"""How files of two kinds in one directory are told apart."""


def about_pitches(error: PitchError) -> Complaint:
    """Say what is wrong with an import of pitches, or with those at hand."""
    match error:
        case MissingSeasons() | DamagedTable() | MixedSources():
            return _about_tables(error)
        case OtherTable(file, holds):
            kind = "plays or pitches, one kind at a time" if holds == "plays" else "pitches"
            apart = f": name the files ({APART})" if holds == "plays" else ""
            return Complaint(f"{file} holds {holds}, and this command reads {kind}{apart}; {UNCHANGED}.")
        case TwiceThrown():
            where = f"{error.file}, row {error.row}, and {error.first_file}, row {error.first_row}"
            return Complaint(f"The same pitch stands in {where} ({error.pitch}): {UNCHANGED}.")
        case NoPitches(files):
            return Complaint(f"No pitch is in {', '.join(files) or 'no file'}: {UNCHANGED}.")
        case MissingFile() | MissingColumn() | BadFile() | UnevenSeasons():
            return _about_file(error)
        case _:
            assert_never(error)


def about_played(error: PlayedError) -> Complaint:
    """Say what is wrong with a simulation, its seasons or its pitches."""
    if isinstance(error, OtherTable | TwiceThrown | NoPitches):
        return about_pitches(error)
    return about_data(error)


def _about_tables(error: MissingSeasons | DamagedTable | MixedSources) -> Complaint:
    match error:
        case MissingSeasons(missing, available) if not available:
            asked = f" ({format_seasons(missing)} needed)" if missing else ""
            return Complaint(f"No pitches are at hand{asked}: {HINT}.")
        case MissingSeasons(missing, available):
            held = format_seasons(available)
            return Complaint(f"Pitches of {format_seasons(missing)} are not at hand (there are {held}): {HINT}.")
        case DamagedTable("catalog.json", reason):
            return Complaint(
                f"The catalog of the pitch tables cannot be read ({reason}): import all pitches again with "
                "--replace-all; the broken one and every table are kept beside the new one."
            )
        case DamagedTable(table, reason):
            return Complaint(f"The pitch table {table} cannot be read ({reason}): import its season again.")
        case MixedSources(held, offered):
            others = ", ".join(f"{source} {format_seasons(seasons)}" for source, seasons in held.items())
            return Complaint(
                f"This home holds other pitches ({others}), and {offered} ones beside them would make no careers: "
                "use another --home, or --replace-all to let go of what is held."
            )
        case _:
            assert_never(error)


def _about_file(error: MissingFile | MissingColumn | BadFile | UnevenSeasons) -> Complaint:
    match error:
        case MissingFile(file, directory):
            return Complaint(f"{file} cannot be opened in {directory}: {UNCHANGED}.")
        case MissingColumn(file, column, found):
            return Complaint(f"{file} has no column {column} (it has {', '.join(found[:6])} …): {UNCHANGED}.")
        case BadFile(file, 0, _, _, reason):
            return Complaint(f"{file} cannot be read ({reason}): {UNCHANGED}.")
        case BadFile(file, line, column, value, reason):
            place = f"{'row' if file.endswith('.parquet') else 'line'} {line}"
            where = f"{file}, {place}" + (f", column {column}" if column else "")
            return Complaint(f"{where}: {value!r} is refused ({reason}); {UNCHANGED}.")
        case UnevenSeasons(file, missing):
            return Complaint(f"{file} has no rows for {format_seasons(missing)}: {UNCHANGED}.")
        case _:
            assert_never(error)
