"""Tasks on a Dask cluster that somebody has started."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from returns.result import Failure, Result, Success

from fbm.domain.ports.executor import ExecutorError, MissingLibrary, NoCluster
from fbm.domain.ports.progress import Progress

Task = TypeVar("Task")
Value = TypeVar("Value")

_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ucx|ws|wss)://)?[^/:\s]+:\d{1,5}")
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
        if not tasks:
            return Success([])
        if _ADDRESS.fullmatch(self._address) is None:
            return Failure(NoCluster(self._address, "an address looks like tcp://127.0.0.1:8786"))
        try:
            client = Client(self._address, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, ValueError) as error:
            return Failure(NoCluster(self._address, str(error)))
        with client:
            # Equal tasks are computed once by Dask unless told that they are not the same.
            futures = [client.submit(work, task, pure=False) for task in tasks]
            for _ in as_completed(futures, loop=client.loop):
                progress.advance()
            return Success(client.gather(futures))
