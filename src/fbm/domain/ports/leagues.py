"""Where a league's rules come from: a file that the user wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.valuation.league import League


@dataclass(frozen=True, slots=True)
class UnreadableLeague:
    """A league file that cannot be opened, or is not TOML; `reason` says where."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadLeague:
    """A key of a league file that cannot be meant.

    Attributes
    ----------
    file : str
    key : str
        Dotted, such as ``roster.C``.
    value : str
        What stands there; empty where nothing does.
    allowed : str
        What may stand there, as a phrase.
    """

    file: str
    key: str
    value: str
    allowed: str


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key that means nothing in a league file, with those that do."""

    file: str
    key: str
    near: tuple[str, ...]
    known: tuple[str, ...]


LeagueError: TypeAlias = UnreadableLeague | BadLeague | UnknownKey


class LeagueText(NamedTuple):
    """A league file as it stands, and what it means.

    Attributes
    ----------
    file : str
    text : str
    league : League
    """

    file: str
    text: str
    league: League


class LeagueReader(Protocol):
    """Reads league files."""

    def read(self, file: str) -> Result[LeagueText, LeagueError]:
        """Read a file."""
        ...

    def parse(self, file: str, text: str) -> Result[LeagueText, LeagueError]:
        """Read what once stood in a file."""
        ...
