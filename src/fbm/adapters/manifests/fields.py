"""Fields of a parsed record, one by one: what has the wrong kind is refused with its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn

from fbm.adapters.manifests.canonical import RefusedRecordError

Record = Mapping[str, object]


def text(record: Record, key: str) -> str:
    """Take a text."""
    value = record.get(key)
    return value if isinstance(value, str) else _refuse(key, "a text")


def text_or_none(record: Record, key: str) -> str | None:
    """Take a text or null."""
    return None if record.get(key) is None else text(record, key)


def whole(record: Record, key: str) -> int:
    """Take a whole number."""
    value = record.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else _refuse(key, "a whole number")


def whole_or_none(record: Record, key: str) -> int | None:
    """Take a whole number or null."""
    return None if record.get(key) is None else whole(record, key)


def number(record: Record, key: str) -> float:
    """Take a number."""
    value = record.get(key)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return _refuse(key, "a number")
    try:
        return float(value)
    except OverflowError:
        return _refuse(key, "a number of bearable size")


def number_or_none(record: Record, key: str) -> float | None:
    """Take a number or null."""
    return None if record.get(key) is None else number(record, key)


def texts(record: Record, key: str) -> tuple[str, ...]:
    """Take a list of texts."""
    value = record.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return _refuse(key, "a list of texts")
    return tuple(value)


def wholes(record: Record, key: str) -> tuple[int, ...]:
    """Take a list of whole numbers."""
    value = record.get(key)
    if not isinstance(value, list) or not all(type(item) is int for item in value):
        return _refuse(key, "a list of whole numbers")
    return tuple(value)


def record(parent: Record, key: str) -> dict[str, object]:
    """Take a record."""
    value = parent.get(key)
    return value if isinstance(value, dict) else _refuse(key, "a record")


def records(parent: Record, key: str) -> tuple[dict[str, object], ...]:
    """Take a list of records."""
    value = parent.get(key)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return _refuse(key, "a list of records")
    return tuple(value)


def text_map(parent: Record, key: str) -> dict[str, str]:
    """Take a record of texts."""
    value = record(parent, key)
    return {name: text(value, name) for name in value}


def number_map(parent: Record, key: str) -> dict[str, float]:
    """Take a record of numbers."""
    value = record(parent, key)
    return {name: number(value, name) for name in value}


def others(parent: Record, known: Collection[str]) -> dict[str, object]:
    """Take the keys that this format does not know, as they are."""
    return {key: value for key, value in parent.items() if key not in known}


def _refuse(key: str, wanted: str) -> NoReturn:
    raise RefusedRecordError(f"{key!r} is not {wanted}")
