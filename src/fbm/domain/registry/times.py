"""Times as records write them: UTC with microseconds, so that texts sort as moments do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def as_text(moment: datetime) -> str:
    """Write a moment in UTC: ``2026-02-08T22:10:05.120345Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
