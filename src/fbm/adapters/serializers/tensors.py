"""Plain data with tensors in it: one canonical copy to write, and a strict look at what was read.

A safe loader knows no arrays: they are written as tensors of their bytes, beside a list that says where they stand, of
which elements they are, and in which shape.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from math import prod
from typing import Any, Final, NamedTuple

import numpy as np
import torch

from fbm.adapters.serializers.plain_data import DEEPEST, MOST_DIMENSIONS, NotPlainError, canonical
from fbm.adapters.serializers.shims import Dtype, UnsafeStreamError, elements

Place = tuple[str | int, ...]

BYTES: Final = "bytes"
"""What bytes are said to be, which a safe loader does not know either when they are none."""

_LEAVES: Final = frozenset({bool, int, float, complex, str, bytes, type(None)})


def prepare(params: Mapping[str, object]) -> dict[str, object]:
    """Copy params into what is written: ``params`` with tensors only, and ``arrays``, which of them were arrays.

    Raises
    ------
    NotPlainError
        For anything but plain data, dense tensors and plain arrays, with where it stands.
    """
    tensors: dict[Place, torch.Tensor] = {}
    rest: Any = _without_tensors(params, (), tensors)
    arrays: list[dict[str, object]] = []
    tree = _with_tensors(canonical(rest), (), tensors, arrays)
    return {"arrays": arrays, "params": tree}


def restore(loaded: Any, *, size: int) -> dict[str, object]:
    """Check what was read, and make arrays of the tensors that were arrays.

    Parameters
    ----------
    loaded : anything
    size : int
        Bytes of the file: tensors hold no more together.

    Raises
    ------
    UnsafeStreamError
        For anything that `prepare` does not give.
    """
    if not isinstance(loaded, dict) or loaded.keys() != {"arrays", "params"} or type(loaded["params"]) is not dict:
        raise UnsafeStreamError("it holds no params")
    _Look(size).look(loaded["params"], DEEPEST + 1)
    return {str(key): value for key, value in _with_arrays(loaded["params"], (), _listed(loaded["arrays"])).items()}


def _without_tensors(value: object, place: Place, tensors: dict[Place, torch.Tensor]) -> object:
    """Take tensors out, leaving None, so that the rest can be copied as plain data."""
    if isinstance(value, torch.Tensor):
        tensors[place] = _dense(value, place)
        return None
    if len(place) > DEEPEST:
        return value
    if isinstance(value, Mapping):
        return {key: _without_tensors(inner, (*place, key), tensors) for key, inner in value.items()}
    if type(value) is list:
        return [_without_tensors(inner, (*place, index), tensors) for index, inner in enumerate(value)]
    if type(value) is tuple:
        return tuple([_without_tensors(inner, (*place, index), tensors) for index, inner in enumerate(value)])
    return value


def _dense(tensor: torch.Tensor, place: Place) -> torch.Tensor:
    """Copy a tensor so that it holds its own elements and nothing else: no graph, no device, no shared storage."""
    if type(tensor) not in (torch.Tensor, torch.nn.Parameter) or tensor.layout != torch.strided or tensor.is_quantized:
        raise NotPlainError(_named(place), f"tensor of kind {type(tensor).__name__}, {tensor.layout}")
    return tensor.detach().to("cpu").clone(memory_format=torch.contiguous_format).resolve_conj().resolve_neg()


def _with_tensors(
    value: Any, place: Place, tensors: Mapping[Place, torch.Tensor], arrays: list[dict[str, object]]
) -> object:
    if place in tensors:
        return tensors[place]
    if isinstance(value, np.ndarray):
        arrays.append({"elements": sys.intern(value.dtype.str), "place": list(place), "shape": list(value.shape)})
        return _bytes(value.tobytes())
    if isinstance(value, bytes):
        arrays.append({"elements": BYTES, "place": list(place), "shape": [len(value)]})
        return _bytes(value)
    if isinstance(value, dict):
        return {key: _with_tensors(inner, (*place, key), tensors, arrays) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        items = [_with_tensors(inner, (*place, index), tensors, arrays) for index, inner in enumerate(value)]
        return items if isinstance(value, list) else tuple(items)
    return value


def _bytes(data: bytes) -> torch.Tensor:
    # Of nothing, torch makes no tensor by itself.
    return torch.frombuffer(bytearray(data), dtype=torch.uint8) if data else torch.zeros(0, dtype=torch.uint8)


class _Look:
    """Walks through what was read once, counting; what is mentioned often is counted as often."""

    def __init__(self, size: int) -> None:
        self.values_left = max(10_000_000, size)
        self.bytes_left = size

    def look(self, value: Any, levels: int) -> None:
        self.values_left -= 1
        if levels < 0 or self.values_left < 0:
            raise UnsafeStreamError("nested too deeply, or too many values")
        if type(value) is torch.Tensor:
            self._tensor(value)
        elif type(value) not in _LEAVES:
            for inner in _inside(value):
                self.look(inner, levels - 1)

    def _tensor(self, tensor: torch.Tensor) -> None:
        """Refuse a view that means more elements than its bytes hold: copying it would take all memory."""
        if tensor.layout != torch.strided or tensor.is_quantized or not tensor.is_contiguous() or tensor.requires_grad:
            raise UnsafeStreamError("a tensor that is not dense")
        self.bytes_left -= tensor.numel() * tensor.element_size()
        if self.bytes_left < 0:
            raise UnsafeStreamError("an absurd shape")


def _inside(value: Any) -> Iterable[object]:
    if type(value) is dict and all(type(key) is str for key in value):
        return list(value.values())
    if type(value) in (list, tuple):
        return list(value)
    raise UnsafeStreamError(f"something that is no plain data ({type(value).__name__})")


class _Array(NamedTuple):
    elements: str
    shape: tuple[int, ...]


def _listed(listed: Any) -> dict[Place, _Array]:
    """Read what is said of arrays; `UnsafeStreamError` for what `prepare` does not say."""
    if not isinstance(listed, list):
        raise UnsafeStreamError("malformed array")
    return dict(map(_told, listed))


def _told(said: Any) -> tuple[Place, _Array]:
    if not isinstance(said, dict) or said.keys() != {"elements", "place", "shape"}:
        raise UnsafeStreamError("malformed array")
    place: Any = said["place"]
    shape: Any = said["shape"]
    if not isinstance(place, list) or not isinstance(shape, list) or len(shape) > MOST_DIMENSIONS:
        raise UnsafeStreamError("malformed array")
    if not all(type(side) is int and side >= 0 for side in shape):
        raise UnsafeStreamError("an absurd shape")
    if not all(type(step) in (str, int) for step in place):
        raise UnsafeStreamError("malformed array")
    return tuple(place), _Array(str(said["elements"]), tuple(shape))


def _with_arrays(value: Any, place: Place, arrays: Mapping[Place, _Array]) -> Any:
    if place in arrays:
        return _array(value, arrays[place])
    if type(value) is dict:
        return {key: _with_arrays(inner, (*place, key), arrays) for key, inner in value.items()}
    if type(value) in (list, tuple):
        items = [_with_arrays(inner, (*place, index), arrays) for index, inner in enumerate(value)]
        return items if type(value) is list else tuple(items)
    return value


def _array(value: object, told: _Array) -> np.ndarray[Any, Any] | bytes:
    if type(value) is not torch.Tensor or value.dtype != torch.uint8 or value.ndim != 1:
        raise UnsafeStreamError("malformed array")
    if told.elements == BYTES:
        return value.numpy().tobytes()
    dtype = Dtype(told.elements).dtype
    if prod(told.shape) * dtype.itemsize != value.numel():
        raise UnsafeStreamError("an absurd shape")
    return elements(value.numpy().tobytes(), dtype).reshape(told.shape)


def _named(place: Place) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "params" + "".join(steps)
