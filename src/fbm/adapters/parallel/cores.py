"""Tasks on the cores of this machine, through joblib."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

from joblib import Parallel, delayed
from returns.result import Result, Success

from fbm.adapters.parallel.orphans import watched
from fbm.domain.ports.executor import ExecutorError
from fbm.domain.ports.progress import Progress

Task = TypeVar("Task")
Value = TypeVar("Value")


class LocalExecutor:
    """Runs tasks in processes of their own, or in this one when a single job is asked for.

    Parameters
    ----------
    jobs : int
        Tasks at a time, -1 for as many as there are cores.
    """

    def __init__(self, jobs: int = -1) -> None:
        self._jobs = jobs

    def run(
        self, work: Callable[[Task], Value], tasks: Sequence[Task], progress: Progress
    ) -> Result[list[Value], ExecutorError]:
        """Run a function on each task; every process computes with one thread, and ends soon after this one."""
        values: list[Value] = []
        jobs = max(min(self._jobs, len(tasks)), 1) if self._jobs > 0 else self._jobs
        parallel = Parallel(n_jobs=jobs, return_as="generator", inner_max_num_threads=1 if jobs != 1 else None)
        with warnings.catch_warnings():
            # A process that a large task has made fat is replaced by a new one: nothing that anybody need know.
            warnings.filterwarnings("ignore", "A worker stopped while some jobs were given", UserWarning)
            for value in parallel(delayed(watched)(os.getpid(), work, task) for task in tasks):
                values.append(value)
                progress.advance()
        return Success(values)
