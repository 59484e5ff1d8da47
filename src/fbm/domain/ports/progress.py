"""Progress: how a long step tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Told of a long step's advance."""

    def start(self, label: str, total: int) -> None:
        """Begin a step of `total` units."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Count some units as done."""
        ...

    def tell(self, figures: Mapping[str, float]) -> None:
        """Show how the step is going, such as a loss by name."""
        ...

    def finish(self) -> None:
        """End the step."""
        ...
