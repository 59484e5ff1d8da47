"""A reader of joblib streams that admits plain data only.

A stream is a program for a small machine. Here the machine knows only the instructions that plain data need; the few
names it accepts stand for shims of this module, so nothing named in a stream is ever imported, called or written to.
What is read is bounded by the bytes at hand: streams are never decompressed.
"""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Mapping
from math import prod
from typing import Any, Final

import numpy as np

from fbm.adapters.serializers.plain_data import DEEPEST

_HEADERS: Final = (b"\x80\x04", b"\x80\x05")
_DTYPE: Final = re.compile(r"[<>|=]?(?:[?]|b1|[iu][1248]|f[248]|c8|c16|S\d{1,4}|U\d{1,4})", re.ASCII)
_MOST_DIMENSIONS: Final = 32
_PLAIN: Final = (bool, int, float, complex, str, bytes, np.ndarray, np.generic, type(None))


class UnsafeStreamError(ValueError):
    """The stream asks for something outside the allow-list, or is no stream; nothing in it was run."""


def read_plain(data: bytes) -> dict[str, object]:
    """Rebuild plain data from a joblib stream.

    Raises
    ------
    UnsafeStreamError
        For anything that is not an uncompressed joblib stream of a mapping of plain data.
    """
    if data[:2] not in _HEADERS:
        raise UnsafeStreamError("no uncompressed joblib stream")
    try:
        value = _PlainUnpickler(data).load()
    except UnsafeStreamError:
        raise
    except Exception as error:
        # A malformed stream can trip the machine anywhere; whatever it raised, the bytes are refused.
        raise UnsafeStreamError(f"malformed ({type(error).__name__}: {error})") from error
    if type(value) is not dict:
        raise UnsafeStreamError("it holds no mapping")
    _check_plain(value)
    return value


class _Dtype:
    """Stands for a numpy.dtype while it is rebuilt."""

    __slots__ = ("dtype",)

    def __init__(self, spec: object) -> None:
        if not isinstance(spec, str) or not _DTYPE.fullmatch(spec):
            raise UnsafeStreamError(f"elements of kind {spec!r:.60}")
        self.dtype = np.dtype(spec)


class _Wrapper:
    """Stands for joblib's header of an array."""

    __slots__ = ()


_NDARRAY: Final = object()
"""Stands for numpy.ndarray; it cannot be called."""


def _dtype(spec: object, _align: object = False, _copy: object = False) -> _Dtype:
    return _Dtype(spec)


def _scalar(kind: object, raw: object) -> Any:
    if not isinstance(kind, _Dtype) or not isinstance(raw, bytes) or len(raw) != kind.dtype.itemsize:
        raise UnsafeStreamError("malformed scalar")
    return np.frombuffer(raw, dtype=kind.dtype, count=1)[0]


def _complex(real: object, imaginary: object) -> complex:
    if not isinstance(real, float) or not isinstance(imaginary, float):
        raise UnsafeStreamError("malformed complex number")
    return complex(real, imaginary)


_NAMES: Final[Mapping[tuple[str, str], object]] = {
    ("joblib.numpy_pickle", "NumpyArrayWrapper"): _Wrapper,
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): _dtype,
    ("numpy._core.multiarray", "scalar"): _scalar,
    ("numpy.core.multiarray", "scalar"): _scalar,
    ("builtins", "complex"): _complex,
}
_CALLABLE: Final = (_dtype, _scalar, _complex)

_INSTRUCTIONS: Final = (
    pickle.PROTO, pickle.FRAME, pickle.STOP, pickle.MARK, pickle.NONE, pickle.NEWTRUE, pickle.NEWFALSE,
    pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.LONG1, pickle.BINFLOAT,
    pickle.SHORT_BINUNICODE, pickle.BINUNICODE, pickle.BINUNICODE8,
    pickle.SHORT_BINBYTES, pickle.BINBYTES, pickle.BINBYTES8,
    pickle.EMPTY_DICT, pickle.SETITEM, pickle.SETITEMS, pickle.EMPTY_LIST, pickle.APPEND, pickle.APPENDS,
    pickle.EMPTY_TUPLE, pickle.TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3,
    pickle.MEMOIZE, pickle.BINPUT, pickle.LONG_BINPUT, pickle.BINGET, pickle.LONG_BINGET,
    pickle.STACK_GLOBAL,
)  # fmt: skip
"""What plain data need of the machine, as it is."""


_MACHINE: Any = pickle._Unpickler
"""The machine written in Python: unlike the one in C, its instructions can be replaced one by one."""


def _refuse(_machine: object) -> None:
    raise UnsafeStreamError("an instruction that plain data do not need")


class _PlainUnpickler(_MACHINE):  # type: ignore[misc]  # see above
    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        super().__init__(self._file)
        self._left = len(data)

    def find_class(self, module: str, name: str) -> object:
        try:
            return _NAMES[module, name]
        except (KeyError, TypeError):
            raise UnsafeStreamError(f"the name {module!s:.60}.{name!s:.60}") from None

    def _reduce(self) -> None:
        arguments = self.stack.pop()
        function = self.stack[-1]
        if type(arguments) is not tuple or not any(function is known for known in _CALLABLE):
            raise UnsafeStreamError("a call")
        self.stack[-1] = function(*arguments)

    def _new(self) -> None:
        arguments = self.stack.pop()
        if self.stack.pop() is not _Wrapper or arguments != ():
            raise UnsafeStreamError("an object")
        self.append(_Wrapper())

    def _build(self) -> None:
        state = self.stack.pop()
        target = self.stack[-1]
        if type(target) is _Dtype:
            _set_byte_order(target, state)
        elif type(target) is _Wrapper:
            self.stack[-1] = self._array(state)
        else:
            raise UnsafeStreamError("state for something that has none")

    def _array(self, state: object) -> np.ndarray[Any, np.dtype[Any]]:
        shape, order, dtype, align = _header(state)
        size = prod(shape) * dtype.itemsize
        self._left -= size
        if self._left < 0:
            raise UnsafeStreamError("an array larger than its bytes")
        if align:
            self._skip_padding(align)
        data = self._file.read(size)
        if len(data) != size:
            raise UnsafeStreamError("an array cut short")
        array = np.frombuffer(bytearray(data), dtype=dtype).reshape(shape, order=order)
        return array if dtype.isnative else array.astype(dtype.newbyteorder("="))

    def _skip_padding(self, align: int) -> None:
        count = self._file.read(1)
        if len(count) != 1 or count[0] > align:
            raise UnsafeStreamError("malformed padding")
        self._file.read(count[0])


def _header(state: Any) -> tuple[tuple[int, ...], Any, np.dtype[Any], int]:
    if type(state) is not dict:
        raise UnsafeStreamError("malformed array")
    shape, kind, order = state.get("shape"), state.get("dtype"), state.get("order")
    align = state.get("numpy_array_alignment_bytes")
    if state.get("subclass") is not _NDARRAY or type(kind) is not _Dtype or order not in ("C", "F"):
        raise UnsafeStreamError("malformed array")
    if type(shape) is not tuple or len(shape) > _MOST_DIMENSIONS or align not in (None, 16):
        raise UnsafeStreamError("malformed array")
    if not all(isinstance(length, int) and 0 <= length < 1 << 40 for length in shape):
        raise UnsafeStreamError("an absurd shape")
    return shape, order, kind.dtype, 0 if align is None else 16


def _set_byte_order(target: _Dtype, state: Any) -> None:
    """Take (version, byte order, nothing, nothing, nothing, item size, alignment, flags) and no more."""
    if type(state) is not tuple or len(state) != 8 or state[0] != 3 or any(part is not None for part in state[2:5]):
        raise UnsafeStreamError("elements of a composed kind")
    if state[1] not in ("<", ">", "|", "="):
        raise UnsafeStreamError("malformed byte order")
    if state[1] in ("<", ">"):
        target.dtype = target.dtype.newbyteorder(state[1])


def _check_plain(value: object) -> None:
    """Refuse shims left in the result, keys that are no texts, and nesting too deep; what is shared is seen once."""
    seen: set[int] = set()
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        current, depth = waiting.pop()
        if isinstance(current, _PLAIN) or id(current) in seen:
            continue
        if depth > DEEPEST:
            raise UnsafeStreamError("nested too deeply")
        seen.add(id(current))
        waiting.extend((inner, depth + 1) for inner in _inside(current))


def _inside(value: Any) -> list[object]:
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            raise UnsafeStreamError("a key that is no text")
        return list(value.values())
    if type(value) in (list, tuple):
        return list(value)
    raise UnsafeStreamError(f"something that is no plain data ({type(value).__name__})")


_PlainUnpickler.dispatch = {
    **dict.fromkeys(range(256), _refuse),
    **{code[0]: _MACHINE.dispatch[code[0]] for code in _INSTRUCTIONS},
    pickle.REDUCE[0]: _PlainUnpickler._reduce,
    pickle.NEWOBJ[0]: _PlainUnpickler._new,
    pickle.BUILD[0]: _PlainUnpickler._build,
}
