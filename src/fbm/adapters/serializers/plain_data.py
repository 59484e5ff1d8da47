"""Plain data: what params may hold, and one canonical copy of it.

Equal params have equal copies down to the identity of equal texts, so that a serializer that remembers objects by
identity writes the same bytes for them. Texts are interned, as the names of attributes are: a text that equals one is
then always that one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

DEEPEST: Final = 64
MOST_DIMENSIONS: Final = 32
LARGEST_INTEGER_BYTES: Final = 255
"""Whole numbers are written in as many bytes at most; nothing a model holds comes near."""

ELEMENTS: Final = re.compile(r"[<>|=]?(?:[?]|b1|[iu][1248]|f[248]|c8|c16|S\d{1,4}|U\d{1,4})", re.ASCII)
"""Array elements as numpy writes them: booleans, numbers of one size everywhere, texts and bytes of fixed length."""


class NotPlainError(ValueError):
    """Something that is not plain data, and where it stands."""

    def __init__(self, where: str, kind: str) -> None:
        super().__init__(f"{where}: {kind}")
        self.where = where
        self.kind = kind


def canonical(params: Mapping[str, object]) -> dict[str, object]:
    """Copy params into canonical form.

    Parameters
    ----------
    params : mapping of str to plain data
        Numbers, texts, bytes, None, lists, tuples, mappings with text keys, and arrays of them.

    Returns
    -------
    dict
        Keys sorted, numpy scalars as Python numbers, arrays contiguous and in native byte order.

    Raises
    ------
    NotPlainError
        For anything else, with where it stands; for what is nested more than 64 deep; for whole numbers of more than
        255 bytes.
    """
    if not isinstance(params, Mapping):
        raise NotPlainError("params", type(params).__name__)
    return _Copier().mapping(params, "params", DEEPEST)


@dataclass(slots=True)
class _Copier:
    raw: dict[bytes, bytes] = field(default_factory=dict)
    dtypes: dict[np.dtype[Any], np.dtype[Any]] = field(default_factory=dict)

    def copy(self, value: object, where: str, levels: int) -> object:
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is complex:
            return complex(value.real, value.imag)  # a new one: equal numbers may or may not be one object
        if type(value) is int:
            return _bounded(where, value)
        if isinstance(value, str):
            return sys.intern(str.__str__(value))
        if isinstance(value, bytes):
            plain = bytes(value)
            return self.raw.setdefault(plain, plain)
        if isinstance(value, np.generic):
            return self.copy(value.item(), where, levels) if _is_plain(value.dtype) else _refuse(where, value)
        if isinstance(value, np.ndarray):
            return self.array(value, where)
        return self.container(value, where, levels)

    def container(self, value: object, where: str, levels: int) -> object:
        if levels == 0:
            raise NotPlainError(where, f"nested more than {DEEPEST} deep")
        if isinstance(value, Mapping):
            return self.mapping(value, where, levels)
        if type(value) is list:
            return [self.copy(item, f"{where}[{i}]", levels - 1) for i, item in enumerate(value)]
        if type(value) is tuple:
            return tuple([self.copy(item, f"{where}[{i}]", levels - 1) for i, item in enumerate(value)])
        return _refuse(where, value)

    def mapping(self, value: Mapping[Any, object], where: str, levels: int) -> dict[str, object]:
        for key in value:
            if not isinstance(key, str):
                raise NotPlainError(where, f"the key {key!r:.40} is no text")
        return {
            sys.intern(str.__str__(key)): self.copy(value[key], f"{where}.{key}", levels - 1) for key in sorted(value)
        }

    def array(self, value: np.ndarray[Any, np.dtype[Any]], where: str) -> object:
        if type(value) not in (np.ndarray, np.memmap):
            # A subclass may mean more than its elements: a mask, a unit.
            return _refuse(where, value)
        if not _is_plain(value.dtype) or value.ndim > MOST_DIMENSIONS:
            raise NotPlainError(where, f"array of {value.dtype} in {value.ndim} dimensions")
        copied = np.empty(value.shape, dtype=self.dtype(value.dtype))
        copied[...] = value
        return copied

    def dtype(self, dtype: np.dtype[Any]) -> np.dtype[Any]:
        native = _native(dtype)
        return self.dtypes.setdefault(native, native)


def _is_plain(dtype: np.dtype[Any]) -> bool:
    return dtype.fields is None and ELEMENTS.fullmatch(dtype.str) is not None


def _native(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Give the one dtype of its kind and size: native byte order, no remarks attached, texts never of length nought."""
    plain = np.dtype(dtype.newbyteorder("=").str)
    return plain if plain.itemsize else np.dtype(f"{plain.kind}1")


def _bounded(where: str, value: int) -> int:
    if value.bit_length() >= 8 * LARGEST_INTEGER_BYTES:
        raise NotPlainError(where, f"whole number of {value.bit_length()} bits")
    return value


def _refuse(where: str, value: object) -> object:
    raise NotPlainError(where, type(value).__name__)
