"""Work that other processes can import."""

from __future__ import annotations

import time

import numpy as np


def squared(number: int) -> tuple[int, float]:
    # The first tasks take longest: results must not come in the order in which they are done.
    time.sleep(0.05 * max(0, 3 - number))
    return number * number, float((np.random.default_rng(number).normal(size=(50, 50)) @ np.ones(50)).sum())


def failing(number: int) -> int:
    if number == 1:
        raise ZeroDivisionError("one")
    return number
