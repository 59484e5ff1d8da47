"""Plain data: what params may hold, and one canonical copy of it.

Equal params have equal copies down to the identity of equal texts, so that a serializer that remembers objects by
identity writes the same bytes for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

DEEPEST: Final = 64
ARRAY_KINDS: Final = "biufcSU"
"""Kinds of array element: booleans, integers, floats, complex numbers, bytes and texts of fixed length."""


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
        For anything else, with where it stands; for what is nested more than 64 deep.
    """
    if not isinstance(params, Mapping):
        raise NotPlainError("params", type(params).__name__)
    return _Copier().mapping(params, "params", DEEPEST)


@dataclass(slots=True)
class _Copier:
    texts: dict[str | bytes, str | bytes] = field(default_factory=dict)
    dtypes: dict[str, np.dtype[Any]] = field(default_factory=dict)

    def copy(self, value: object, where: str, levels: int) -> object:
        if value is None or type(value) in (bool, int, float, complex):
            return value
        if isinstance(value, (str, bytes)):
            return self.texts.setdefault(value, value) if type(value) in (str, bytes) else self._plainer(value)
        if isinstance(value, np.generic):
            return self.copy(value.item(), where, levels) if value.dtype.kind in ARRAY_KINDS else _refuse(where, value)
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
        copied = {str(key): self.copy(value[key], f"{where}.{key}", levels - 1) for key in sorted(value)}
        return {str(self.texts.setdefault(key, key)): inner for key, inner in copied.items()}

    def array(self, value: np.ndarray[Any, np.dtype[Any]], where: str) -> object:
        if value.dtype.kind not in ARRAY_KINDS:
            raise NotPlainError(where, f"array of {value.dtype}")
        native = value.dtype.newbyteorder("=")
        copied = np.empty(value.shape, dtype=self.dtypes.setdefault(native.str, native))
        copied[...] = value
        return copied

    def _plainer(self, value: str | bytes) -> object:
        plain = str(value) if isinstance(value, str) else bytes(value)
        return self.texts.setdefault(plain, plain)


def _refuse(where: str, value: object) -> object:
    raise NotPlainError(where, type(value).__name__)
