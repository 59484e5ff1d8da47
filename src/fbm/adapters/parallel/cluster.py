"""Tasks on a Dask cluster that somebody has started."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from returns.result import Failure, Result, Success

from fbm.domain.ports.executor import ExecutorError, MissingLibrary, NoCluster
from fbm.domain.ports.progress import Progress

Task = TypeVar("Task")
Value = TypeVar("Value")

PATIENCE_S = 10
"""How long to wait for the scheduler's answer."""


class DaskExecutor:
    """Runs tasks on the workers of a cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://127.0.0.1:8786``. fbm and its data directory must be there for the workers.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def run(
        self, work: Callable[[Task], Value], tasks: Sequence[Task], progress: Progress
    ) -> Result[list[Value], ExecutorError]:
        """Run a function on each task; `MissingLibrary` or `NoCluster`."""
        try:
            from distributed import Client, as_completed
        except ImportError:
            return Failure(MissingLibrary("distributed", "cluster"))
        try:
            client = Client(self._address, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, ValueError) as error:
            return Failure(NoCluster(self._address, str(error)))
        with client:
            # Equal tasks are computed once by Dask unless told that they are not the same.
            futures = [client.submit(work, task, pure=False) for task in tasks]
            for _ in as_completed(futures):
                progress.advance()
            return Success(client.gather(futures))
