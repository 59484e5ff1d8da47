"""Reading a set of residual models from plain data, with a message that names what is wrong.

Every function takes the whole mapping and raises `ValueError` over the part it reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from fbm.domain.features.identity import entry


def texts_of(params: Mapping[str, Any], key: str, stats: tuple[str, ...]) -> dict[str, str]:
    """Read a string for each stat."""
    entries = entry(params, key, Mapping)
    return {stat: entry(entries, stat, str, within=key) for stat in stats}


def bounds_of(params: Mapping[str, Any], stats: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Read the lowest and highest residual rate of each stat."""
    entries = entry(params, "bounds", Mapping)
    return {stat: _pair(entries, stat) for stat in stats}


def _pair(entries: Mapping[str, Any], stat: str) -> tuple[float, float]:
    pair = entry(entries, stat, (list, tuple), within="bounds")
    numbers = [value for value in pair if isinstance(value, float) and math.isfinite(value)]
    if len(pair) != 2 or len(numbers) != 2 or numbers[0] > numbers[1]:
        raise ValueError(f"bounds.{stat} is {pair!r}, not a lower and an upper number")
    return numbers[0], numbers[1]
