"""A clock that stands still, or ticks when it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


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
