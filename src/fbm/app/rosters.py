"""Rosters: who the lines of a file are about, and whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.minors import Minors, no_minors
from fbm.domain.names import plain_name
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.projection.rosters import Rosters, Spot
from fbm.domain.seasons import History

RosterError: TypeAlias = BadFile


@dataclass(frozen=True, slots=True)
class Understood:
    """Rosters by player, and sentences on the lines that nothing came of."""

    rosters: Rosters
    notices: tuple[str, ...]


def understand(
    lines: Iterable[RosterLine], history: History, below: Minors | None = None
) -> Result[Understood, RosterError]:
    """Find out whom the lines of a roster are about.

    Parameters
    ----------
    lines : iterable of RosterLine
        Or of the same as plain lists, as they come from a file that they were written down in.
    history : History
        Its people are known by id or by name, its last season's teams by their codes.
    below : Minors, optional
        Minor-league seasons that the pipeline projects prospects from; they are known too. A name that somebody in
        the majors has is his alone: a prospect of that name is known by his id.

    Returns
    -------
    Result of Understood
        `BadFile` for a team that does not exist or a player who stands there twice.
    """
    teams = frozenset(history.teams.team[history.teams.season == history.seasons[-1]].tolist())
    known = _known(history, below or no_minors())
    spots: dict[str, Spot] = {}
    seen: dict[str, int] = {}
    notices: list[str] = []
    for line in (RosterLine(*one) for one in lines):
        if line.team is not None and line.team not in teams:
            return Failure(_bad(line, "team", line.team, f"not one of {', '.join(sorted(teams))}"))
        found = known.get(line.player, ()) or known.get(plain_name(line.player), ())
        if len(found) != 1:
            notices.append(_nobody(line, found))
            continue
        if found[0] in seen:
            return Failure(_bad(line, "player", line.player, f"stands on line {seen[found[0]]} too"))
        seen[found[0]] = line.line
        spots[found[0]] = line.spot(found[0])
    return Success(Understood(Rosters(spots), tuple(notices)))


def _known(history: History, below: Minors) -> Mapping[str, tuple[str, ...]]:
    """Players of the last three seasons by id and by name."""
    last = history.seasons[-1]
    recent = history.between(last - 2, last)
    playing = frozenset((*recent.batting.player_id.tolist(), *recent.pitching.player_id.tolist()))
    people = zip(history.people.player_id.tolist(), history.people.name.tolist(), strict=True)
    named = _by_name((player, name) for player, name in people if player in playing)
    seen = below.between(last - 2, last)
    prospects = {
        player: name
        for lines in (seen.batting, seen.pitching)
        for player, name in zip(lines.player_id.tolist(), lines.name.tolist(), strict=True)
        if player not in playing
    }
    return {**_by_name(prospects.items()), **named}


def _by_name(people: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for player, name in people:
        known[player] = (player,)
        if plain := plain_name(name):
            known[plain] = (*known.get(plain, ()), player)
    return known


def _bad(line: RosterLine, column: str, value: str, reason: str) -> BadFile:
    return BadFile(line.file, line.line, column, value, reason)


def _nobody(line: RosterLine, found: tuple[str, ...]) -> str:
    where = f"{line.file}, line {line.line}"
    if found:
        return f"{where}: {line.player} may be {' or '.join(found)}: give his id; the line is left out."
    return f"{where}: nobody of the last three seasons is {line.player or 'without a name'}; the line is left out."
