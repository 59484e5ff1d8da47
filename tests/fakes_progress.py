"""Progress that remembers, or that nobody watches."""

from __future__ import annotations


class Silent:
    """Progress that nobody watches."""

    def start(self, label: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def finish(self) -> None: ...


class RecordingProgress:
    """Remembers each step's label, units and whether it ended."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []
        self.done = 0
        self.finished = 0

    def start(self, label: str, total: int) -> None:
        self.steps.append((label, total))

    def advance(self, steps: int = 1) -> None:
        self.done += steps

    def finish(self) -> None:
        self.finished += 1
