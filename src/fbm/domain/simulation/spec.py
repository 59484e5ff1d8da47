"""What league to simulate."""

from __future__ import annotations

from dataclasses import dataclass

from returns.result import Failure, Result, Success


@dataclass(frozen=True, slots=True)
class LeagueSpec:
    """A league to simulate; the same spec gives the same league.

    Attributes
    ----------
    first_season, last_season : int
        Both included.
    seed : int
    teams : int
        Even, so that two leagues of one size can be made.
    """

    first_season: int = 2008
    last_season: int = 2022
    seed: int = 1
    teams: int = 30

    @property
    def seasons(self) -> tuple[int, ...]:
        """The seasons, ascending."""
        return tuple(range(self.first_season, self.last_season + 1))


@dataclass(frozen=True, slots=True)
class BadSpec:
    """A value that no league can have, and the least and the largest it may have."""

    field: str
    value: int
    least: int
    largest: int


def checked(spec: LeagueSpec) -> Result[LeagueSpec, BadSpec]:
    """Refuse a league that cannot be played.

    Returns
    -------
    Result of LeagueSpec
        `BadSpec` for the first value out of its range; an odd number of teams is out of range too.
    """
    limits = (
        BadSpec("first_season", spec.first_season, 1901, 2100),
        BadSpec("last_season", spec.last_season, spec.first_season, spec.first_season + 60),
        BadSpec("seed", spec.seed, 0, 2**63 - 1),
        BadSpec("teams", spec.teams, 4, 60),
    )
    wrong = (limit for limit in limits if not limit.least <= limit.value <= limit.largest)
    odd = BadSpec("teams", spec.teams, spec.teams - 1, spec.teams + 1) if spec.teams % 2 else None
    failure = next(wrong, odd)
    return Success(spec) if failure is None else Failure(failure)
