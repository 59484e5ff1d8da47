"""Sentences for what can go wrong with seasons and the files they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import assert_never

from fbm.app.cli.output import MEANINGLESS, Complaint, listed
from fbm.app.data import DataError
from fbm.domain.ids import format_seasons
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn, MissingFile, MixedSources, UnevenSeasons
from fbm.domain.ports.sources import DamagedTable, MissingSeasons, SourceError
from fbm.domain.simulation.spec import BadSpec

IMPORT_HINT = "import them with `fbm data import lahman DIR` or make some with `fbm data simulate`"

LAHMAN_FILES = frozenset({"Batting.csv", "Pitching.csv", "Appearances.csv", "Teams.csv", "People.csv"})
ANEW = (
    "`fbm data import lahman DIR --replace-all` (for a simulated league `fbm data simulate --replace-all`) makes a "
    "new one and keeps the broken one and every table beside it; import ids, minors and tracking again after it"
)


def about_source(error: SourceError) -> Complaint:
    """Say what is wrong with the season tables."""
    match error:
        case MissingSeasons(missing, available) if not available:
            return Complaint(f"No seasons are at hand ({format_seasons(missing)} needed): {IMPORT_HINT}.")
        case MissingSeasons(missing, available):
            held, named = format_seasons(available), format_seasons(missing)
            later = f"; later ones than Lahman's come by `fbm data download majors {named}`"
            hint = IMPORT_HINT + (later if min(missing) > max(available) else "")
            return Complaint(f"Seasons {named} are not at hand (there are {held}): {hint}.")
        case DamagedTable("catalog.json", reason):
            return Complaint(f"The catalog of the season tables cannot be read ({reason}): {ANEW}.")
        case DamagedTable(table, reason):
            return Complaint(f"The season table {table} cannot be read ({reason}): import its season again.")
        case _:
            assert_never(error)


def about_data(error: DataError) -> Complaint:
    """Say what is wrong with an import, a simulation or the tables."""
    match error:
        case MissingSeasons() | DamagedTable():
            return about_source(error)
        case MixedSources(held, offered):
            others = ", ".join(f"{source} {format_seasons(seasons)}" for source, seasons in held.items())
            return Complaint(
                f"This home holds other seasons ({others}), and {offered} ones beside them would make no careers: "
                "use another --home, or --replace-all to let go of what is held."
            )
        case BadSpec():
            number = "an even number" if error.field == "teams" else "a number"
            bounds = f"choose {number} from {error.least} to {error.largest}"
            return Complaint(f"No league can be simulated with {error.field} {error.value}: {bounds}.", MEANINGLESS)
        case MissingFile() | MissingColumn() | BadFile() | UnevenSeasons():
            return about_file(error)
        case _:
            assert_never(error)


def about_damages(damaged: Sequence[DamagedTable]) -> str:
    """Say which files are not what the catalog says, the first few by name."""
    named = listed(tuple(f"{one.table} ({one.reason})" for one in damaged), most=3)
    return f"Damaged tables: {named}. Import their seasons again."


def about_broken(kept: Iterable[Path]) -> Iterator[str]:
    """Tell of catalogs that could not be read and were kept."""
    for path in kept:
        yield f"The catalog that could not be read is kept as {path}; until it is removed, no table beside it is."


def about_file(error: FileError, *, done: str = "imported") -> Complaint:
    """Say what is wrong with a file, and that nothing was done with it."""
    match error:
        case MissingFile(file, directory):
            hint = (
                "give the directory with the CSV files of Lahman" if file in LAHMAN_FILES else "name one that is there"
            )
            return Complaint(f"{file} cannot be opened in {directory}: {hint}.")
        case MissingColumn(file, column, found):
            names = ", ".join(_short(name) for name in found[:6])
            return Complaint(f"{file} has no column {column} (it has {names} …): nothing was {done}.")
        case BadFile(file, 0, _, _, reason):
            return Complaint(f"{file} cannot be read ({reason}): nothing was {done}.")
        case BadFile(file, line, column, value, reason):
            where = f"{file}, line {line}" + (f", column {column}" if column else "")
            return Complaint(f"{where}: {_short(value)!r} is refused ({reason}); nothing was {done}.")
        case UnevenSeasons():
            return Complaint(f"{_uneven(error)}: nothing was {done}.")
        case _:
            assert_never(error)


def _uneven(error: UnevenSeasons) -> str:
    seasons = format_seasons(error.missing)
    if not error.lines:
        return f"{error.file} has no rows for {seasons}, which {error.against} has"
    lacking = f"{error.lines:,} of {error.whole:,} lines of {seasons} that {error.against} has (first: {error.first})"
    return f"{error.file} lacks {lacking}; it seems to be cut"


def _short(text: str, most: int = 60) -> str:
    """Show the beginning of what is long: a sentence is no place for five thousand digits."""
    return text if len(text) <= most else text[: most - 1] + "…"
