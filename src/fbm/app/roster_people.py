"""Whom a roster may be about: what those of the last seasons do, and who of one name is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from returns.result import Result, Success

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.minors import Minors
from fbm.domain.names import plain_name
from fbm.domain.ports.identities import IdentitySource
from fbm.domain.ports.rosters import FANGRAPHS, MLBAM, RosterLine
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.population import STARTER
from fbm.domain.projection.roles import GROUPS, PITCHES, PITCHING_ROLES
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import History

_MAKERS: Final = {MLBAM: "mlbam", FANGRAPHS: "fangraphs"}
BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")


@dataclass(frozen=True, slots=True)
class Man:
    """Somebody of the last three seasons.

    Attributes
    ----------
    player_id, name : str
    team : str
        His last in the majors, empty where there is none.
    bats, pitches : str or None
        His position and whether he starts or relieves, empty where it is not known; None for who does not.
    """

    player_id: str
    name: str
    team: str
    bats: str | None
    pitches: str | None


def people_of(history: History, below: Minors) -> Mapping[str, tuple[Man, ...]]:
    """Find players of the last three seasons, by id and by name as `plain_name` spells it.

    A name that somebody in the majors has is his alone: a prospect of that name is known by his id.
    """
    last = history.seasons[-1]
    seen = below.between(last - 2, last)
    lines = {"batter": seen.batting, "pitcher": seen.pitching}
    positions = {
        kind: dict(zip(one.player_id.tolist(), one.position.tolist(), strict=True)) for kind, one in lines.items()
    }
    prospects = {
        player: name
        for one in lines.values()
        for player, name in zip(one.player_id.tolist(), one.name.tolist(), strict=True)
    }
    places, teams = _majors(history)
    bats, pitches = ({**dict.fromkeys(positions[kind], ""), **places[kind]} for kind in BOTH)
    recent = history.between(last - 2, last)
    playing = {*recent.batting.player_id.tolist(), *recent.pitching.player_id.tolist()}
    people = zip(history.people.player_id.tolist(), history.people.name.tolist(), strict=True)
    names = {player: name for player, name in people if player in playing}

    def man(player: str, name: str) -> Man:
        return Man(player, name, teams.get(player, ""), bats.get(player), pitches.get(player))

    strangers = (man(player, name) for player, name in prospects.items() if player not in playing)
    return {**_by_name(strangers), **_by_name(man(player, name) for player, name in names.items())}


def others_ids(
    lines: Iterable[RosterLine], known: Mapping[str, tuple[Man, ...]], identities: IdentitySource | None
) -> Result[Mapping[str, tuple[Man, ...]], SourceError]:
    """Find players by the ids of MLB and FanGraphs, as lines spell them; nothing is read where no line has any."""
    if identities is None or not any(line.player.startswith(tuple(_MAKERS)) for line in lines):
        return Success({})
    men = {man.player_id: man for several in known.values() for man in several}
    return identities.crosswalk_of(tuple(men)).map(lambda crosswalk: _by_others_ids(men, crosswalk))


def _by_others_ids(men: Mapping[str, Man], crosswalk: Crosswalk) -> dict[str, tuple[Man, ...]]:
    numbers = crosswalk.ids[_MAKERS[MLBAM]].tolist()
    found: dict[str, tuple[Man, ...]] = {}
    for prefix, maker in _MAKERS.items():
        people = zip(crosswalk.player_id.tolist(), numbers, crosswalk.ids[maker].tolist(), strict=True)
        for player, number, other in people:
            man = men.get(player) or men.get(f"{MLBAM}{number}")
            found |= {f"{prefix}{other}": (man,)} if man and other else {}
    return found


def _majors(history: History) -> tuple[dict[Playing, dict[str, str]], dict[str, str]]:
    """Positions by type of player, and teams."""
    places: dict[Playing, dict[str, str]] = {}
    teams: dict[str, str] = {}
    for kind in BOTH:
        batch = open_batch(history, history.seasons[-1] + 1, kind)
        places[kind] = dict(zip(batch.player_id.tolist(), batch.position.tolist(), strict=True))
        teams |= dict(zip(batch.player_id.tolist(), batch.team.tolist(), strict=True))
    return places, teams


def _by_name(people: Iterable[Man]) -> dict[str, tuple[Man, ...]]:
    known: dict[str, tuple[Man, ...]] = {}
    for man in people:
        known[man.player_id] = (man,)
        if plain := plain_name(man.name):
            known[plain] = (*known.get(plain, ()), man)
    return known


def meant(line: RosterLine, team: str | None, namesakes: Sequence[Man]) -> tuple[Man, ...]:
    """Keep those of one name whom a line can be about: by what they do, then by their team, then by their position.

    Parameters
    ----------
    line : RosterLine
    team : str or None
        Lahman's code of the team in the line.
    namesakes : sequence of Man
    """
    left = tuple(namesakes)
    tells: tuple[Callable[[Man], bool], ...] = (
        lambda man: _does(line, man),
        lambda man: man.team == team,
        lambda man: _stands(line.role, man),
    )
    for tell in tells:
        left = tuple(filter(tell, left)) or left
    return left


def _does(line: RosterLine, man: Man) -> bool:
    pitching = line.outs is not None or is_pitching(line.role)
    batting = line.pa is not None or (line.role is not None and not is_pitching(line.role))
    return (man.pitches is not None or not pitching) and (man.bats is not None or not batting)


def _stands(role: str | None, man: Man) -> bool:
    if role in PITCHING_ROLES:
        return (man.pitches == STARTER) == (role == STARTER)
    return man.bats is not None and man.bats in GROUPS.get(role or "", (role,))


def is_pitching(role: str | None) -> bool:
    """Whether a role is a pitcher's."""
    return role == PITCHES or role in PITCHING_ROLES
