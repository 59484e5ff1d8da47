"""What the few names in a stream of plain data stand for: small stand-ins that can do no more than plain data need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from fbm.adapters.serializers.plain_data import ELEMENTS, MOST_DIMENSIONS

_LONGEST_SIDE: Final = 1 << 40
_LAST_CHARACTER: Final = 0x10FFFF


class UnsafeStreamError(ValueError):
    """The stream asks for something outside the allow-list, or is no stream; nothing in it was run."""


class Dtype:
    """Stands for a numpy.dtype while it is rebuilt."""

    __slots__ = ("dtype",)

    def __init__(self, spec: object) -> None:
        if not isinstance(spec, str) or not ELEMENTS.fullmatch(spec):
            raise UnsafeStreamError(f"elements of kind {spec!r:.60}")
        self.dtype = np.dtype(spec)

    def set(self, state: Any) -> None:
        """Take (version, byte order, nothing, nothing, nothing, item size, alignment, flags) and no more."""
        if type(state) is not tuple or len(state) != 8 or any(part is not None for part in state[2:5]):
            raise UnsafeStreamError("elements of a composed kind")
        if type(state[0]) is not int or state[0] != 3 or state[1] not in ("<", ">", "|", "="):
            raise UnsafeStreamError("malformed byte order")
        if state[1] in ("<", ">"):
            self.dtype = self.dtype.newbyteorder(state[1])


class Wrapper:
    """Stands for joblib's header of an array."""

    __slots__ = ()


class ArrayHeader(NamedTuple):
    """What joblib writes before the elements of an array."""

    shape: tuple[int, ...]
    order: Any
    dtype: np.dtype[Any]
    aligned: bool


def array_header(state: Any) -> ArrayHeader:
    """Read the state of joblib's header.

    Raises
    ------
    UnsafeStreamError
        For anything that joblib does not write for an array of plain elements.
    """
    if type(state) is not dict:
        raise UnsafeStreamError("malformed array")
    shape, kind, order = state.get("shape"), state.get("dtype"), state.get("order")
    align = state.get("numpy_array_alignment_bytes")
    if state.get("subclass") is not _NDARRAY or type(kind) is not Dtype or order not in ("C", "F"):
        raise UnsafeStreamError("malformed array")
    if type(shape) is not tuple or len(shape) > MOST_DIMENSIONS or align not in (None, 16):
        raise UnsafeStreamError("malformed array")
    if not all(type(length) is int and 0 <= length < _LONGEST_SIDE for length in shape):
        raise UnsafeStreamError("an absurd shape")
    return ArrayHeader(shape, order, kind.dtype, align is not None)


def elements(raw: bytes, dtype: np.dtype[Any]) -> np.ndarray[Any, np.dtype[Any]]:
    """Turn bytes into elements in native byte order.

    Raises
    ------
    UnsafeStreamError
        For texts with characters that do not exist and booleans that are neither true nor false: numpy would stumble
        over them only when they are used.
    """
    found = np.frombuffer(bytearray(raw), dtype=dtype)
    native = found if dtype.isnative else found.astype(dtype.newbyteorder("="))
    if dtype.kind == "U" and (native.view(np.uint32) > _LAST_CHARACTER).any():
        raise UnsafeStreamError("a text with a character that does not exist")
    if dtype.kind == "b" and (native.view(np.uint8) > 1).any():
        raise UnsafeStreamError("a boolean that is neither")
    return native


def _dtype(spec: object, _align: object = False, _copy: object = False) -> Dtype:
    return Dtype(spec)


def _scalar(kind: object, raw: object) -> Any:
    if type(kind) is not Dtype or type(raw) is not bytes or len(raw) != kind.dtype.itemsize:
        raise UnsafeStreamError("malformed scalar")
    return elements(raw, kind.dtype)[0]


def _complex(real: object, imaginary: object) -> complex:
    if type(real) is not float or type(imaginary) is not float:
        raise UnsafeStreamError("malformed complex number")
    return complex(real, imaginary)


_NDARRAY: Final = object()
"""Stands for numpy.ndarray; it cannot be called."""

NAMES: Final[Mapping[tuple[str, str], object]] = {
    ("joblib.numpy_pickle", "NumpyArrayWrapper"): Wrapper,
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): _dtype,
    ("numpy._core.multiarray", "scalar"): _scalar,
    ("numpy.core.multiarray", "scalar"): _scalar,
    ("builtins", "complex"): _complex,
}
"""Every name a stream may mention, and what it means here."""

CALLABLE: Final = (_dtype, _scalar, _complex)
"""The stand-ins that a stream may call."""
