"""Progress of long work: a bar on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Silence:
    """Tells nobody anything: for work whose steps are counted elsewhere."""

    def start(self, label: str, total: int) -> None:
        """Begin a stretch."""

    def advance(self, steps: int = 1) -> None:
        """Count steps done."""

    def tell(self, figures: Mapping[str, float]) -> None:
        """Show figures."""

    def finish(self) -> None:
        """End the stretch."""


class TerminalProgress:
    """A bar on stderr that says what is being done, how far it is, and how long it will take.

    Nothing is printed when stderr is not a terminal. Used as a context manager around the work.
    """

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            TextColumn("{task.fields[figures]}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bars.add_task("", total=None, visible=False, figures="")

    def __enter__(self) -> TerminalProgress:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def start(self, label: str, total: int) -> None:
        """Begin a stretch of `total` steps."""
        self._bars.remove_task(self._task)
        self._task = self._bars.add_task(label, total=total, figures="")

    def advance(self, steps: int = 1) -> None:
        """Count steps done."""
        self._bars.advance(self._task, steps)

    def tell(self, figures: Mapping[str, float]) -> None:
        """Show figures beside the bar: whole numbers as such, others with four decimals."""
        shown = (
            f"{name} {value:.0f}" if float(value).is_integer() else f"{name} {value:.4f}"
            for name, value in figures.items()
        )
        self._bars.update(self._task, figures="  ".join(shown))

    def finish(self) -> None:
        """End the stretch."""
        self._bars.update(self._task, visible=False)
