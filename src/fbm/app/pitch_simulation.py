"""Simulating a league with its pitches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from returns.result import Result, Success

from fbm.app.data import DataError, Holdings, keep_league
from fbm.app.pitches import PitchError
from fbm.domain.pitches.table import Pitches
from fbm.domain.ports.minors import MinorTables
from fbm.domain.ports.pitches import PitchFileError, PitchTables, StoredPitches
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import SIMULATED, SeasonTables
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.pitches import PitchSpec, simulate_pitches
from fbm.domain.simulation.rosters import simulated_crosswalk
from fbm.domain.simulation.spec import LeagueSpec, checked

PlayedError: TypeAlias = PitchError | DataError


class SimulatedTables(SeasonTables, MinorTables, Protocol):
    """Season tables with a crosswalk."""


@dataclass(frozen=True, slots=True)
class SimulatedHome:
    """Where a simulated league is kept: its seasons and ids, and its pitches."""

    tables: SimulatedTables
    pitches: PitchTables


@dataclass(frozen=True, slots=True)
class SimulatedSpec:
    """A league to simulate, and how much of it is played out pitch by pitch; None for nothing."""

    league: LeagueSpec
    pitching: PitchSpec | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What a simulation has brought."""

    seasons: Holdings
    pitches: tuple[StoredPitches, ...]


def simulate(
    spec: SimulatedSpec, home: SimulatedHome, progress: Progress, *, replace_all: bool = False
) -> Result[Played, PlayedError]:
    """Simulate a league and keep its seasons, and the pitches of some of its games with the ids of who played them.

    The league simulated before goes, its pitches too.

    Returns
    -------
    Result of Played
        `BadSpec` for a league that cannot be played, `MixedSources` when real seasons or pitches are held and
        `replace_all` is not given.
    """
    league = checked(spec.league).map(simulate_league).alt(_as_played_error)
    return league.bind(lambda played: _keep(played, spec, home, progress, replace_all=replace_all))


def _keep(
    league: SimulatedLeague, spec: SimulatedSpec, home: SimulatedHome, progress: Progress, *, replace_all: bool
) -> Result[Played, PlayedError]:
    kept = keep_league(league, home.tables, progress, replace_all=replace_all).alt(_as_played_error)
    pitching = spec.pitching
    if pitching is None:
        return kept.bind(lambda held: _forget(home.pitches).map(lambda none: Played(held, none)))
    people = simulated_crosswalk(league.history.people)
    known = kept.bind(lambda held: home.tables.replace_crosswalk(people).map(lambda _: held).alt(_as_played_error))
    games = _play(league, spec.league, pitching, progress)
    return known.bind(
        lambda held: (
            home.pitches.replace(SIMULATED, games, replace_all=replace_all)
            .map(lambda pitches: Played(held, pitches))
            .alt(_as_played_error)
        )
    )


def _play(
    league: SimulatedLeague, spec: LeagueSpec, pitching: PitchSpec, progress: Progress
) -> Iterator[Result[Pitches, PitchFileError]]:
    progress.start("playing", len(spec.seasons))
    for pitches in simulate_pitches(league, spec, pitching):
        yield Success(pitches)
        progress.advance()
    progress.finish()


def _forget(pitches: PitchTables) -> Result[tuple[StoredPitches, ...], PlayedError]:
    """Let go of pitches of the league that was simulated before; real ones stay."""
    stored = pitches.stored().alt(_as_played_error)
    return stored.bind(
        lambda held: (
            pitches.replace(SIMULATED, ()).alt(_as_played_error)
            if any(one.source == SIMULATED for one in held)
            else Success(())
        )
    )


def _as_played_error(error: PlayedError) -> PlayedError:
    return error
