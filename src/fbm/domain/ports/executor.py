"""Where tasks run: on this machine's cores or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from returns.result import Result

from fbm.domain.ports.progress import Progress

Task = TypeVar("Task")
Value = TypeVar("Value")


class NoCluster(NamedTuple):
    """A cluster that does not answer, and why."""

    address: str
    reason: str


class MissingLibrary(NamedTuple):
    """A library that is not installed, and the extra that brings it."""

    library: str
    extra: str


ExecutorError: TypeAlias = NoCluster | MissingLibrary


class Executor(Protocol):
    """Runs a function on many tasks."""

    def run(
        self, work: Callable[[Task], Value], tasks: Sequence[Task], progress: Progress
    ) -> Result[list[Value], ExecutorError]:
        """Run a function on each task and give what it returned, in the tasks' order.

        Parameters
        ----------
        work : function
            One that a process elsewhere can import; so are the tasks and what it gives plain values.
        tasks : sequence
        progress : Progress
            One step for each task.
        """
        ...
