"""Projections that others have made: files in the form of their exports."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.ports.season_tables import FileError


class ForeignSheet(NamedTuple):
    """What a file says.

    Attributes
    ----------
    forecasts : tuple of Forecast
        One for each season.
    unmatched : tuple of str
        Names of players of whom nobody knows who they are; they are left out.
    """

    forecasts: tuple[Forecast, ...]
    unmatched: tuple[str, ...]


class ForeignProjections(Protocol):
    """Reads one file."""

    def read(self, crosswalk: Crosswalk) -> Result[ForeignSheet, FileError]:
        """Read every player there is; nothing is changed."""
        ...
