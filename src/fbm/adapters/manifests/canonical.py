"""Canonical JSON that vouches for itself: sorted keys, no blanks, UTF-8, and a `check` over all the rest."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Final, NoReturn

CHECK: Final = "check"
DEEPEST: Final = 40
LONGEST: Final = 64 << 20


class RefusedRecordError(ValueError):
    """Bytes that are no record to be trusted; the message says why."""


def seal(record: Mapping[str, object]) -> bytes:
    """Write a record with its check.

    Parameters
    ----------
    record : mapping
        JSON values only; floats that are no numbers become null.

    Returns
    -------
    bytes
        Canonical JSON, `check` being the SHA-256 of the record without it.
    """
    clean = _without_nan(record)
    assert isinstance(clean, dict)
    return _canonical({**clean, CHECK: _check(clean)})


def unseal(data: bytes) -> dict[str, object]:
    """Read a record back and hold it against its check.

    Raises
    ------
    RefusedRecordError
        When the bytes are too long, no JSON, no object, too deep, hold something that no record may, or do not match
        their check.
    """
    if len(data) > LONGEST:
        raise RefusedRecordError(f"{len(data)} bytes are more than a record may have")
    record = _parse(data)
    claimed = record.pop(CHECK, None)
    try:
        found = _check(record)
    except (ValueError, RecursionError) as error:
        raise RefusedRecordError(f"it holds what no record may ({error})") from error
    if claimed != found:
        raise RefusedRecordError("it was altered: its check does not match")
    return record


def _parse(data: bytes) -> dict[str, object]:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except RecursionError as error:
        raise RefusedRecordError("it is nested too deeply") from error
    except ValueError as error:
        raise RefusedRecordError(f"it is not JSON ({error})") from error
    if not isinstance(value, dict):
        raise RefusedRecordError("it is not a record")
    if _deeper_than(value, DEEPEST):
        raise RefusedRecordError("it is nested too deeply")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key stands twice")
    return record


def _deeper_than(value: object, levels: int) -> bool:
    if isinstance(value, dict):
        return levels == 0 or any(_deeper_than(inner, levels - 1) for inner in value.values())
    if isinstance(value, list):
        return levels == 0 or any(_deeper_than(inner, levels - 1) for inner in value)
    return False


def _check(record: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(record)).hexdigest()


def _canonical(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def _without_nan(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
