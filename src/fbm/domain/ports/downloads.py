"""Files fetched from the makers of data, and what can go wrong on the way."""

from __future__ import annotations

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
    """

    url: str
    file: str
    form: Form


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


class NoRoom(NamedTuple):
    """The file could not be written."""

    file: str
    reason: str


DownloadError: TypeAlias = Unreachable | Declined | NotTheForm | TooLarge | NoRoom


class Fetcher(Protocol):
    """Fetches files and keeps them; a file that is there is whole."""

    def fetch(self, wanted: Wanted, *, refresh: bool = False) -> Result[str, DownloadError]:
        """Give the path of a file, fetched unless it is there already.

        Parameters
        ----------
        wanted : Wanted
        refresh : bool
            Fetch it again; the old file stays until the new one is whole.
        """
        ...
