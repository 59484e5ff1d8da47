"""The machine's clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell the present moment in UTC."""
        from datetime import UTC, datetime

        return datetime.now(UTC)

    def elapsed_s(self) -> float:
        """Read the machine's monotonic clock."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)
