"""Rosters: who the lines of a file are about, what of them applies, and what a person should know of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.roster_people import BOTH, Man, is_pitching, meant, others_ids, people_of
from fbm.domain.clubs import lahman_code
from fbm.domain.minors import Minors, no_minors
from fbm.domain.names import plain_name
from fbm.domain.ports.identities import IdentitySource
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Batch
from fbm.domain.projection.roles import GROUPS, PITCHES
from fbm.domain.projection.rosters import (
    NO_ROSTERS,
    MovedInnings,
    Rosters,
    Spot,
    TooManyInnings,
    told_of_roles,
)
from fbm.domain.seasons import History

RosterError: TypeAlias = BadFile | SourceError

PITCHER: Final = "pitcher"

OUTFIELD: Final = "OF"
"""Leagues have one position for all of it, so that any of its three will do."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A line about nobody who is known; it is left out."""

    line: RosterLine


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A line that may be about several people, and tells too little; it is left out."""

    line: RosterLine
    players: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SomebodyElse:
    """A line whose name is not that of the player with its id; it is left out."""

    line: RosterLine
    name: str


@dataclass(frozen=True, slots=True)
class NotHis:
    """Fields of a line that cannot apply to the man, such as innings of a batter; they are passed over.

    Attributes
    ----------
    line : RosterLine
    name : str
    fields : tuple of str
        Of ``role``, ``pa`` and ``ip``.
    projected : tuple of str
        What he is projected as: batter, pitcher, both or nothing.
    """

    line: RosterLine
    name: str
    fields: tuple[str, ...]
    projected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VagueRole:
    """A role that stands for several positions, none of which was the man's; it is passed over."""

    line: RosterLine
    name: str
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Innings:
    """What a role or a limit did to innings."""

    line: RosterLine
    name: str
    fact: MovedInnings | TooManyInnings


RosterNote: TypeAlias = Stranger | Namesakes | SomebodyElse | NotHis | VagueRole | Innings


class _Place(NamedTuple):
    """A line, the name of the man it is about, and his place."""

    line: RosterLine
    name: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Understood:
    """Rosters by player, the lines and names of who has a place as a pitcher, and what a person should know."""

    rosters: Rosters
    notes: tuple[RosterNote, ...]
    lines: Mapping[str, tuple[RosterLine, str]]

    def with_innings(self, pitchers: Batch) -> tuple[RosterNote, ...]:
        """Tell what became of innings too, of pitchers before the rosters' stage; in the order of the lines."""
        facts = told_of_roles(pitchers, self.rosters)
        innings = (Innings(*self.lines[fact.player_id], fact) for fact in facts)
        return tuple(sorted((*self.notes, *innings), key=lambda note: note.line.line))


def understand(
    lines: Iterable[RosterLine],
    history: History,
    below: Minors | None = None,
    identities: IdentitySource | None = None,
) -> Result[Understood, RosterError]:
    """Find out whom the lines of a roster are about, and what of them applies.

    Parameters
    ----------
    lines : iterable of RosterLine
        Or of the same as plain lists, as they come from a file that they were written down in.
    history : History
        Its people are known by id or by name, its last season's teams by their codes or as others spell them.
    below : Minors, optional
        Minor-league seasons that the pipeline projects prospects from; they are known too. A name that somebody in
        the majors has is his alone: a prospect of that name is known by his id.
    identities : IdentitySource, optional
        Knows players by the ids that MLB and FanGraphs give them.

    Returns
    -------
    Result of Understood
        `BadFile` for a team that does not exist or a player who stands there twice, other than once as a batter and
        once as a pitcher; what reading ids gives.
    """
    read = tuple(RosterLine(*one) for one in lines)
    if not read:
        return Success(Understood(NO_ROSTERS, (), {}))
    last = history.seasons[-1]
    teams = frozenset(history.teams.team[history.teams.season == last].tolist())
    known = people_of(history, below or no_minors())
    others = others_ids(read, known, identities).alt(_as_roster_error)
    return others.bind(lambda ids: _understood(read, {**ids, **known}, teams, last))


def _understood(
    lines: Iterable[RosterLine], known: Mapping[str, tuple[Man, ...]], teams: frozenset[str], last: int
) -> Result[Understood, RosterError]:
    places: dict[str, tuple[_Place, ...]] = {}
    notes: list[RosterNote] = []
    for line in lines:
        team = None if line.team is None else lahman_code(line.team, teams, last)
        if line.team is not None and team is None:
            return Failure(_bad(line, "team", line.team, f"not one of {', '.join(sorted(teams))}"))
        man = _man(line, team, known)
        if not isinstance(man, Man):
            notes.append(man)
            continue
        spot, said = _spot(line, team, man)
        has = places.get(man.player_id, ())
        if twice := next(filter(lambda one: _same_side(one.spot, spot), has), None):
            return Failure(_bad(line, "player", line.player, f"stands on line {twice.line.line} too"))
        places[man.player_id] = (*has, _Place(line, man.name, spot))
        notes.extend(said)
    return Success(_together(places, tuple(notes)))


def _same_side(one: Spot, other: Spot) -> bool:
    """Whether two places are both a batter's or both a pitcher's."""
    return any(one.plays(kind) and other.plays(kind) for kind in BOTH)


def _together(places: Mapping[str, tuple[_Place, ...]], notes: tuple[RosterNote, ...]) -> Understood:
    pitchers = {
        player: (one.line, one.name) for player, several in places.items() for one in several if one.spot.plays(PITCHER)
    }
    spots = {player: tuple(one.spot for one in several) for player, several in places.items()}
    return Understood(Rosters(spots), notes, pitchers)


def _as_roster_error(error: SourceError) -> RosterError:
    """Widen the type of an error."""
    return error


def _man(line: RosterLine, team: str | None, known: Mapping[str, tuple[Man, ...]]) -> Man | RosterNote:
    """Find the one whom a line is about, or say why there is none."""
    namesakes = known.get(line.player, ()) or known.get(plain_name(line.player), ())
    men = meant(line, team, namesakes)
    if not men:
        return Stranger(line)
    if len(men) > 1:
        return Namesakes(line, tuple(sorted(man.player_id for man in men)))
    return SomebodyElse(line, men[0].name) if _contradicted(line.name, men[0], known) else men[0]


def _contradicted(told: str | None, man: Man, known: Mapping[str, tuple[Man, ...]]) -> bool:
    """Whether a name is somebody else's, or nothing like the man's; spellings such as Mike and Michael are his."""
    plain, his = plain_name(told or ""), plain_name(man.name)
    if not plain or plain == his:
        return False
    return plain in known or not set(plain.split()) & set(his.split())


def _spot(line: RosterLine, team: str | None, man: Man) -> tuple[Spot, list[RosterNote]]:
    """Give a man's place, without what cannot apply to him."""
    pitches, bats = man.pitches is not None, man.bats is not None
    fits = {
        "role": line.role is None or (pitches if is_pitching(line.role) else bats),
        "pa": line.pa is None or bats,
        "ip": line.outs is None or pitches,
    }
    notes: list[RosterNote] = []
    if wrong := tuple(field for field, fit in fits.items() if not fit):
        projected = (*["batter"] * bats, *["pitcher"] * pitches)
        notes.append(NotHis(line, man.name, wrong, projected))
    role = _position(line.role, man) if fits["role"] else None
    if fits["role"] and role is None and (positions := GROUPS.get(line.role or "")):
        notes.append(VagueRole(line, man.name, positions))
    pa, outs = line.pa if fits["pa"] else None, line.outs if fits["ip"] else None
    return Spot(man.player_id, team, role, line.share, pa, outs), notes


def _position(role: str | None, man: Man) -> str | None:
    """Give the one position that a role is; None where it leaves a man's open, or does not say which."""
    if role == PITCHES:
        return man.pitches or None
    positions = GROUPS.get(role or "")
    if positions is None:
        return role
    if man.bats in positions:
        return man.bats
    return positions[0] if role == OUTFIELD else None


def _bad(line: RosterLine, column: str, value: str, reason: str) -> BadFile:
    return BadFile(line.file, line.line, column, value, reason)
