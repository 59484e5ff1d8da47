"""Sentences for what can go wrong with leagues, pins and explanations."""

from __future__ import annotations

from typing import assert_never

from fbm.app.cli.output import MEANINGLESS, Complaint, listed, near
from fbm.app.explaining import ExplainingError, NoSuchPlayer
from fbm.domain.ports.leagues import BadLeague, LeagueError, UnknownKey, UnreadableLeague
from fbm.domain.ports.pins import Changed, PinError, UnreadablePin, UnwritablePin
from fbm.domain.valuation.valuing import NoFigures, TooFewPlayers, ValuationError

EXAMPLE = "`fbm project --league-example` prints one"


def about_league(error: LeagueError) -> Complaint:
    """Say what is wrong with a league file."""
    match error:
        case UnreadableLeague(file, reason):
            return Complaint(f"The league file {file} cannot be read ({reason}): {EXAMPLE}.", MEANINGLESS)
        case UnknownKey(file, key, names, known):
            return Complaint(
                f"{file}: {key} means nothing here: there are {', '.join(known)}.{near(names)}", MEANINGLESS
            )
        case BadLeague(file, key, "", allowed):
            return Complaint(f"{file}: {key} is missing: it has to be {allowed}.", MEANINGLESS)
        case BadLeague(file, key, value, allowed):
            return Complaint(f"{file}: {key} is {value}: it has to be {allowed}.", MEANINGLESS)
        case _:
            assert_never(error)


def about_valuation(error: ValuationError) -> Complaint:
    """Say why nobody was valued."""
    match error:
        case NoFigures(player_type, category):
            return Complaint(
                f"The league counts {player_type}s' {category}, and these seasons have no figure for it: "
                "leave it out of the league file, or import seasons that have it."
            )
        case TooFewPlayers(slot, missing):
            return Complaint(
                f"The league has {missing} more places for {slot} than players are projected who may take them: "
                "give fewer teams or slots."
            )
        case _:
            assert_never(error)


def about_pin(error: PinError) -> Complaint:
    """Say what is wrong with a pin."""
    match error:
        case UnreadablePin(file, reason):
            return Complaint(f"{file} is no pin that can be trusted ({reason}): make one with --pin FILE.")
        case UnwritablePin(file, reason):
            return Complaint(f"The pin {file} could not be written ({reason}): name another file.")
        case _:
            assert_never(error)


def about_changed(error: Changed) -> Complaint:
    """Say what is not as it was pinned."""
    then, now = _short(error.pinned), _short(error.found)
    match error.what:
        case "data":
            return Complaint(
                f"The data tables differ from those that were pinned ({now}, not {then}): import the same files "
                "again, or project anew without --from-pin."
            )
        case "model":
            told = f"is {now}, not {then}" if now else f"({then}) does not stand in this pipeline"
            return Complaint(f"The model {error.name} {told}: bring the pinned version back, or project anew.")
        case "ids":
            return Complaint(
                "The ids of players differ from those that were pinned: import the same id files again, or project "
                "anew without --from-pin."
            )
        case "league":
            return Complaint(f"The league {error.name} in the pin is not the text that was pinned ({now}, not {then}).")
        case _:
            return Complaint(
                f"Data, models and ids are those that were pinned, and yet the numbers differ: the sheet was made by "
                f"fbm {error.pinned}, this is {error.found} with the libraries of this machine."
            )


def about_player(error: ExplainingError) -> Complaint:
    """Say why nobody was explained."""
    if isinstance(error, NoSuchPlayer):
        return Complaint(f"Nobody named {error.wanted!r} is projected.{near(error.near)}")
    return Complaint(f"{error.wanted!r} may be {listed(error.players, most=6)}: give an id.")


def _short(digest: str) -> str:
    return digest[: len("sha256:") + 12]
