"""Where a network is fitted, and on how many threads."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import torch
from returns.result import Failure, Result, Success

from fbm.domain.ports.training import AUTO, CPU, CUDA, NoDevice


def choose_device(name: str) -> Result[str, NoDevice]:
    """Choose a device.

    Parameters
    ----------
    name : str
        ``cpu``, ``cuda``, or ``auto`` for CUDA where there is any.

    Returns
    -------
    Result of str
        ``cpu`` or ``cuda``; `NoDevice` where CUDA is asked for and not there, or for another name.
    """
    there = torch.cuda.is_available()
    if name == AUTO:
        return Success(CUDA if there else CPU)
    if name == CPU or (name == CUDA and there):
        return Success(name)
    return Failure(NoDevice(name, (AUTO, CPU, CUDA) if there else (AUTO, CPU)))


@contextmanager
def one_thread() -> Generator[None]:
    """Have torch use one thread for a while: sums come out the same on any number of cores, and small ones sooner."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
