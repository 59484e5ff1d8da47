"""One thread a task: as many tasks as cores, and the same sums in the same order wherever a task runs."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Generator[None]:
    """Keep linear algebra and OpenMP to one thread within the block."""
    # Libraries are only held back if they are loaded already: the import is for its effect.
    import numpy as np  # noqa: F401

    with threadpool_limits(limits=1):
        yield
