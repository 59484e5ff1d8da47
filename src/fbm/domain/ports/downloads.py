"""Files fetched from the makers of data, and what can go wrong on the way."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, Protocol, TypeAlias

from returns.result import Result

Form: TypeAlias = Literal["json", "csv", "zip"]


class Wanted(NamedTuple):
    """A file to fetch.

    Attributes
    ----------
    url : str
    file : str
        Where it is kept, relative to the folder of downloads: ``mlbapi/2019_11_hitting.json``.
    form : {"json", "csv", "zip"}
    shows : tuple of str
        Columns of its header, or keys of its outermost object, without which it is something else.
    least : int
        Lines it has at least: an empty table in place of a full one would wipe what is held.
    settled : date, optional
        The day from which it no longer changes. One fetched earlier grows stale; left out, none does.
    offset : int
        Lines of the same answer that earlier pages hold.
    days : tuple of two dates, optional
        First and last day that it tells of.
    """

    url: str
    file: str
    form: Form
    shows: tuple[str, ...] = ()
    least: int = 0
    settled: date | None = None
    offset: int = 0
    days: tuple[date, date] | None = None


class Fetched(NamedTuple):
    """A whole file.

    Attributes
    ----------
    path : str
    rows : int
        Lines without the header, or entries.
    total : int, optional
        Entries that there are, this page and all others, where the answer says so.
    """

    path: str
    rows: int = 0
    total: int | None = None


class Unreachable(NamedTuple):
    """Nobody answered, or too late, however often it was asked."""

    url: str
    reason: str


class Declined(NamedTuple):
    """The server answered with a status that is no success."""

    url: str
    status: int


class NotTheForm(NamedTuple):
    """What came is no such file: a page instead of figures, or text that does not parse."""

    url: str
    form: Form
    found: str


class TooLarge(NamedTuple):
    """More came than any such file has; the rest was not read."""

    url: str
    limit: int


class Later(NamedTuple):
    """The server wants to be left alone for longer than one waits for."""

    url: str
    seconds: float


class Incomplete(NamedTuple):
    """A whole file that does not hold all there is, and nothing leads to the rest."""

    url: str
    rows: int


class NoRoom(NamedTuple):
    """The file could not be written."""

    file: str
    reason: str


DownloadError: TypeAlias = Unreachable | Declined | NotTheForm | TooLarge | Later | Incomplete | NoRoom


class Fetcher(Protocol):
    """Fetches files and keeps them; a file that is there is whole."""

    def fetch(self, wanted: Wanted, *, refresh: bool = False) -> Result[Fetched, DownloadError]:
        """Give a file, fetched unless it is there already and not stale.

        Parameters
        ----------
        wanted : Wanted
        refresh : bool
            Fetch it again; the old file stays until the new one is whole.
        """
        ...
