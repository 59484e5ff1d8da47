"""Sentences on rosters: what of them did not come about, and what came with them."""

from __future__ import annotations

from typing import Final, assert_never

from fbm.app.cli.output import listed, near
from fbm.app.rosters import Innings, Namesakes, NotHis, RosterNote, SomebodyElse, Stranger, VagueRole
from fbm.domain.ports.rosters import COLUMNS, FANGRAPHS, MLBAM, RosterLine
from fbm.domain.projection.rosters import BEYOND, MovedInnings, TooManyInnings
from fbm.domain.registry.naming import near_names

STRANGERS: Final = 10
"""Lines about nobody known that are named one by one."""

_MEN: Final = {"SP": "starter", "RP": "reliever", "SU": "setup man", "CL": "closer"}


def about_columns(file: str, unread: tuple[str, ...]) -> str:
    """Name the columns of a roster that mean nothing."""
    likely = tuple(dict.fromkeys(name for column in unread for name in near_names(column.lower(), COLUMNS)))
    means = "column {} means nothing and is" if len(unread) == 1 else "columns {} mean nothing and are"
    return f"{file}: {means.format(listed(unread))} not read: a roster has {', '.join(COLUMNS)}.{near(likely)}"


def about_notes(notes: tuple[RosterNote, ...]) -> tuple[str, ...]:
    """Say what a person should know of a roster: line by line, of those whom nobody knows the first `STRANGERS`."""
    strangers = [note for note in notes if isinstance(note, Stranger)]
    more = frozenset(note.line.line for note in strangers[STRANGERS:])
    told = tuple(about_note(note) for note in notes if note.line.line not in more)
    if not more:
        return told
    lines = "1 more line is" if len(more) == 1 else f"{len(more):,} more lines are"
    return (*told, f"{strangers[0].line.file}: {lines} about nobody of the last three seasons and left out.")


def about_note(note: RosterNote) -> str:
    """Say what a person should know of a line."""
    where = f"{note.line.file}, line {note.line.line}: "
    match note:
        case Stranger(line):
            called = line.player or "without a name"
            by_id = line.player.startswith((MLBAM, FANGRAPHS))
            hint = " (`fbm data import ids` tells whose such ids are)" if by_id else ""
            return f"{where}nobody of the last three seasons is {called}{hint}; the line is left out."
        case Namesakes(line, players):
            return (
                f"{where}{line.player} may be {' or '.join(players)}: give his id, or a role or team that only one of "
                "them has; the line is left out."
            )
        case SomebodyElse(line, name):
            return f"{where}{line.player} is {name}, not {line.name}; the line is left out."
        case NotHis(line, name, fields, projected):
            told = " and ".join(f"{field} {_told(line, field)}" for field in fields)
            as_what = f"as a {projected[0]} only" if projected else "neither as a batter nor as a pitcher"
            return f"{where}{name} is projected {as_what}: {told} passed over."
        case VagueRole(line, name, positions):
            spelled = ", ".join(positions).upper()
            return (
                f"{where}{line.role} is not one position and {name}'s was none of it: give one of {spelled}; the role "
                "is passed over."
            )
        case Innings(_, name, fact):
            return where + _about_innings(name, fact)
        case _:
            assert_never(note)


def _about_innings(name: str, fact: MovedInnings | TooManyInnings) -> str:
    man = _MEN[fact.role]
    match fact:
        case MovedInnings(_, _, was, outs):
            return (
                f"{name} was a {_MEN[was]} and gets the {outs / 3:.0f} innings of a {man}: give ip or share if you "
                "know better."
            )
        case TooManyInnings(_, _, outs, most):
            return (
                f"{outs / 3:.0f} innings for {name} are passed over: no {man} of the last three seasons had more than "
                f"{most / 3:.0f}, and {BEYOND:g} times that is the limit."
            )
        case _:
            assert_never(fact)


def _told(line: RosterLine, field: str) -> str:
    values = {"role": (line.role or "").upper(), "pa": f"{line.pa or 0:g}", "ip": f"{(line.outs or 0) / 3:.4g}"}
    return values[field]
