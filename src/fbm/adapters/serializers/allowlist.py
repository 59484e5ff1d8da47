"""A reader of joblib streams that admits plain data only.

A stream is a program for a small machine. Here the machine knows only the instructions that plain data need; the few
names it accepts stand for shims, so nothing named in a stream is ever imported, called or written to. What is read is
bounded by the bytes at hand: streams are never decompressed.
"""

from __future__ import annotations

import io
import pickle
from math import prod
from typing import Any, Final

import numpy as np

from fbm.adapters.serializers.census import check_plain
from fbm.adapters.serializers.shims import (
    CALLABLE,
    NAMES,
    Dtype,
    UnsafeStreamError,
    Wrapper,
    array_header,
    elements,
)

_HEADERS: Final = (b"\x80\x04", b"\x80\x05")

_INSTRUCTIONS: Final = (
    pickle.PROTO, pickle.STOP, pickle.MARK, pickle.NONE, pickle.NEWTRUE, pickle.NEWFALSE,
    pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.LONG1, pickle.BINFLOAT,
    pickle.SHORT_BINUNICODE, pickle.BINUNICODE, pickle.BINUNICODE8,
    pickle.SHORT_BINBYTES, pickle.BINBYTES, pickle.BINBYTES8,
    pickle.EMPTY_DICT, pickle.EMPTY_LIST, pickle.APPEND, pickle.APPENDS,
    pickle.EMPTY_TUPLE, pickle.TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3,
    pickle.MEMOIZE, pickle.BINPUT, pickle.LONG_BINPUT, pickle.BINGET, pickle.LONG_BINGET,
    pickle.STACK_GLOBAL,
)  # fmt: skip
"""What plain data need of the machine, as it is."""

_MACHINE: Any = pickle._Unpickler
"""The machine written in Python: unlike the one in C, its instructions can be replaced one by one."""


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
        value = PlainUnpickler(data).load()
    except UnsafeStreamError:
        raise
    except Exception as error:
        # A malformed stream can trip the machine anywhere; whatever it raised, the bytes are refused.
        raise UnsafeStreamError(f"malformed ({type(error).__name__}: {error!s:.80})") from error
    if type(value) is not dict:
        raise UnsafeStreamError("it holds no mapping")
    check_plain(value, stream_length=len(data))
    return value


def _refuse(_machine: object) -> None:
    raise UnsafeStreamError("an instruction that plain data do not need")


class PlainUnpickler(_MACHINE):  # type: ignore[misc]  # its base has no types
    """The machine: a few instructions, a few names, everything else refused.

    Parameters
    ----------
    data : bytes
    """

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        super().__init__(self._file)
        self._left = len(data)

    def load(self) -> Any:
        """Run the stream to its end."""
        value = super().load()
        if self._file.read(1):
            raise UnsafeStreamError("something after its end")
        return value

    def find_class(self, module: str, name: str) -> object:
        """Give the stand-in for a name; any other name is refused."""
        try:
            return NAMES[module, name]
        except KeyError:
            raise UnsafeStreamError(f"the name {f'{module}.{name}'!r:.120}") from None

    def _frame(self) -> None:
        start = self._file.tell() + 8
        _MACHINE.dispatch[pickle.FRAME[0]](self)
        length = int.from_bytes(self._file.getbuffer()[start - 8 : start], "little")
        if self._file.tell() - start != length:
            raise UnsafeStreamError("a frame cut short")

    def _set_item(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._put(key, value)

    def _set_items(self) -> None:
        items = self.pop_mark()
        if len(items) % 2:
            raise UnsafeStreamError("a key without a value")
        for key, value in zip(items[::2], items[1::2], strict=True):
            self._put(key, value)

    def _put(self, key: object, value: object) -> None:
        # Before it is hashed: the hash of a tuple nested deeply enough overflows the stack of the process.
        if type(key) is not str or type(self.stack[-1]) is not dict:
            raise UnsafeStreamError("a key that is no text")
        self.stack[-1][key] = value

    def reduce_plain(self) -> None:
        """Call a stand-in."""
        arguments = self.stack.pop()
        function = self.stack[-1]
        if type(arguments) is not tuple or not any(function is known for known in CALLABLE):
            raise UnsafeStreamError("a call")
        self.stack[-1] = function(*arguments)

    def _new(self) -> None:
        arguments = self.stack.pop()
        if self.stack.pop() is not Wrapper or type(arguments) is not tuple or arguments:
            raise UnsafeStreamError("an object")
        self.append(Wrapper())

    def build_plain(self) -> None:
        """Give a stand-in its state."""
        state = self.stack.pop()
        target = self.stack[-1]
        if type(target) is Dtype:
            target.set(state)
        elif type(target) is Wrapper:
            self.stack[-1] = self._array(state)
        else:
            raise UnsafeStreamError("state for something that has none")

    def _array(self, state: object) -> np.ndarray[Any, np.dtype[Any]]:
        header = array_header(state)
        size = prod(header.shape) * header.dtype.itemsize
        self._left -= size
        if self._left < 0:
            raise UnsafeStreamError("an array larger than its bytes")
        if header.aligned:
            self._skip_padding()
        data = self._file.read(size)
        if len(data) != size:
            raise UnsafeStreamError("an array cut short")
        return elements(data, header.dtype).reshape(header.shape, order=header.order)

    def _skip_padding(self) -> None:
        count = self._file.read(1)
        if len(count) != 1 or count[0] > 16:
            raise UnsafeStreamError("malformed padding")
        self._file.read(count[0])


PlainUnpickler.dispatch = {
    **dict.fromkeys(range(256), _refuse),
    **{code[0]: _MACHINE.dispatch[code[0]] for code in _INSTRUCTIONS},
    pickle.FRAME[0]: PlainUnpickler._frame,
    pickle.SETITEM[0]: PlainUnpickler._set_item,
    pickle.SETITEMS[0]: PlainUnpickler._set_items,
    pickle.REDUCE[0]: PlainUnpickler.reduce_plain,
    pickle.NEWOBJ[0]: PlainUnpickler._new,
    pickle.BUILD[0]: PlainUnpickler.build_plain,
}
