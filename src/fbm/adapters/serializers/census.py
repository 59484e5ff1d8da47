"""A count of what was read: plain data only, of bounded depth, and of bounded size when what is shared is written out.

A stream may hold a thing once and mention it often, even inside itself; whoever walks through it later would walk for
ever.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from fbm.adapters.serializers.plain_data import DEEPEST
from fbm.adapters.serializers.shims import UnsafeStreamError

MOST_VALUES: Final = 10_000_000
"""Values in all that a short stream may unfold into by mentioning things again."""

_LEAVES: Final = frozenset({bool, int, float, complex, str, bytes, np.ndarray, type(None)})


class _Extent(NamedTuple):
    height: int
    values: int


_LEAF: Final = _Extent(0, 1)


def check_plain(value: object, *, stream_length: int) -> None:
    """Refuse what is no plain data.

    Parameters
    ----------
    value : object
        What a stream held.
    stream_length : int
        Bytes of the stream, each of which may stand for a value.

    Raises
    ------
    UnsafeStreamError
        For stand-ins left over, keys that are no texts, nesting too deep or endless, and too many values.
    """
    _Census(max(MOST_VALUES, stream_length)).extent(value, DEEPEST)


class _Census:
    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[int, _Extent] = {}

    def extent(self, value: Any, levels: int) -> _Extent:
        if type(value) in _LEAVES or isinstance(value, np.generic):
            return _LEAF
        known = self._known.get(id(value))
        if levels < (known.height if known else 0):
            raise UnsafeStreamError("nested too deeply")
        if known is None:
            known = self._count(_inside(value), levels)
            self._known[id(value)] = known
        return known

    def _count(self, inside: list[object], levels: int) -> _Extent:
        if levels == 0 and inside:
            raise UnsafeStreamError("nested too deeply")
        height, values = 0, 1
        for inner in inside:
            extent = self.extent(inner, levels - 1)
            height = max(height, extent.height + 1)
            values += extent.values
        if values > self._most:
            raise UnsafeStreamError("too many values")
        return _Extent(height, values)


def _inside(value: Any) -> list[object]:
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            raise UnsafeStreamError("a key that is no text")
        return list(value.values())
    if type(value) in (list, tuple):
        return list(value)
    raise UnsafeStreamError(f"something that is no plain data ({type(value).__name__})")
