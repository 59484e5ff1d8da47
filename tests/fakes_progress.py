"""Progress that remembers, or that nobody watches."""

from __future__ import annotations

from collections.abc import Mapping


class Silent:
    """Progress that nobody watches."""

    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def tell(self, figures: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


class RecordingProgress:
    """Remembers each step's label, units and whether it ended."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []
        self.figures: list[dict[str, float]] = []
        self.done = 0
        self.finished = 0

    def start(self, label: str, total: int) -> None:
        self.steps.append((label, total))

    def advance(self, steps: int = 1) -> None:
        self.done += steps

    def tell(self, figures: Mapping[str, float]) -> None:
        self.figures.append(dict(figures))

    def finish(self) -> None:
        self.finished += 1
