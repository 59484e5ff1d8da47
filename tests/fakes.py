"""A clock that ticks when it is looked at, a machine that never changes, progress that remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fbm.domain.ports.surroundings import Surroundings
from tests.fakes_progress import RecordingProgress

__all__ = ["FixedClock", "FixedEnvironment", "RecordingProgress"]


class FixedClock:
    """Tells a fixed moment, a second later each time it is asked.

    Parameters
    ----------
    start : datetime
    """

    def __init__(self, start: datetime = datetime(2026, 2, 8, 22, 10, 5, 120345, tzinfo=UTC)) -> None:
        self._next = start
        self._elapsed_s = 0.0

    def now(self) -> datetime:
        """Tell the moment, and let a second pass."""
        moment = self._next
        self._next += timedelta(seconds=1)
        return moment

    def elapsed_s(self) -> float:
        """Count half a second for each question."""
        self._elapsed_s += 0.5
        return self._elapsed_s

    def pause(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._next += timedelta(seconds=seconds)
        self._elapsed_s += seconds


class FixedEnvironment:
    """Tells of the same versions on every machine."""

    def surroundings(self) -> Surroundings:
        """Tell them."""
        return Surroundings(
            fbm_version="0.1.0",
            python_version="3.11.7",
            libraries={"lightgbm": "4.7.0", "numpy": "2.4.6"},
            git_commit="0" * 40,
        )
