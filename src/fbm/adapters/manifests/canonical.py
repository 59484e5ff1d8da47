"""Canonical JSON that vouches for itself: sorted keys, no blanks, UTF-8, and a `check` over all the rest."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, Final, NoReturn

CHECK: Final = "check"
DEEPEST: Final = 40
LONGEST: Final = 64 << 20
_NOUGHTS: Final = "0" * 64


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
    # Written once, with a check of noughts: that is taken out for hashing, and the right one put in its place.
    draft = _canonical({**clean, CHECK: _NOUGHTS})
    rest = _without_member(draft, _NOUGHTS)
    if rest is None:
        return _canonical({**clean, CHECK: _check(clean)})
    return draft.replace(_member(_NOUGHTS), _member(hashlib.sha256(rest).hexdigest()))


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
    if isinstance(claimed, str) and _vouches(data, claimed):
        return record
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


def _vouches(data: bytes, claimed: str) -> bool:
    """Hold bytes that stand as they were written against their check, without writing them again.

    The check is a member like others: what was hashed is the bytes without it and without the comma beside it.
    """
    rest = _without_member(data, claimed)
    return rest is not None and hashlib.sha256(rest).hexdigest() == claimed


def _without_member(data: bytes, check: str) -> bytes | None:
    """Take the check and the comma beside it out of canonical bytes; None where it is not there just once."""
    before, found, after = data.partition(_member(check))
    if not found or _member(check) in after:
        return None
    return before[:-1] + after if before.endswith(b",") else before + after.removeprefix(b",")


def _member(check: str) -> bytes:
    return f'"{CHECK}":"{check}"'.encode()


def _deeper_than(value: dict[str, object], levels: int) -> bool:
    level: list[Any] = [value]
    for _ in range(levels + 1):
        inside = (outer.values() if type(outer) is dict else outer for outer in level)
        level = [inner for values in inside for inner in values if type(inner) is dict or type(inner) is list]
        if not level:
            return False
    return True


def _check(record: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(record)).hexdigest()


def _canonical(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def _without_nan(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
