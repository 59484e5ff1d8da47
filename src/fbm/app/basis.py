"""What a pipeline is fitted on: how many seasons it reads before the one projected, and the fit on them."""

from __future__ import annotations

from returns.result import Result

from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.baseline.fit import HORIZON, BaselineFits, Mode
from fbm.domain.projection.batch import WINDOW
from fbm.domain.projection.presets import FITTED, Basis

LEAST_SEASONS = WINDOW + 2
"""Seasons that a fit takes at the least: two whose outcomes are known, and the three before the first of them."""


def first_season_read(source: SeasonSource, base: str, season: int) -> Result[int, SourceError]:
    """Tell from which season on a pipeline reads to project a season.

    Parameters
    ----------
    source : SeasonSource
    base : str
        The pipeline without models.
    season : int

    Returns
    -------
    Result of int
        Three seasons back for pipelines that need nothing but the window. Those that are fitted read all seasons at
        hand without a gap, `HORIZON` at most; at least `LEAST_SEASONS`, whether they are at hand or not.
    """
    return source.seasons().map(lambda held: _first(frozenset(held), base, season))


def least_seasons(base: str) -> int:
    """Tell how many seasons before the one projected a pipeline without models reads at the least."""
    return LEAST_SEASONS if base in FITTED else WINDOW


def _first(held: frozenset[int], base: str, season: int) -> int:
    first = season - least_seasons(base)
    while base in FITTED and first - 1 in held and season - first < HORIZON:
        first -= 1
    return first


def basis_for(base: str, fits: BaselineFits, season: int, mode: Mode = "expected") -> Basis | None:
    """Fit what a pipeline stands on before a season; None for one that needs nothing but the window."""
    return Basis(fits.before(season), mode) if base in FITTED else None
