"""Sidecars of the earlier system: JSON as it was written then, bare NaN and Infinity included."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from fbm.adapters.manifests.canonical import DEEPEST, RefusedRecordError

LONGEST: Final = 16 << 20


def read_sidecar(data: bytes) -> dict[str, object]:
    """Read a sidecar; what is no number is null.

    Raises
    ------
    RefusedRecordError
        When the bytes are too long, no JSON, no record, or nested too deeply.
    """
    if len(data) > LONGEST:
        raise RefusedRecordError(f"{len(data)} bytes are more than a sidecar has")
    try:
        value = json.loads(data.decode("utf-8"))
    except RecursionError as error:
        raise RefusedRecordError("it is nested too deeply") from error
    except ValueError as error:
        raise RefusedRecordError(f"it is not JSON ({error!s:.80})") from error
    if not isinstance(value, dict):
        raise RefusedRecordError("it is not a record")
    return {str(key): _clean(inner, DEEPEST - 10) for key, inner in value.items()}


def _clean(value: Any, levels: int) -> Any:
    if levels == 0:
        raise RefusedRecordError("it is nested too deeply")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_clean(inner, levels - 1) for inner in value]
    return {key: _clean(inner, levels - 1) for key, inner in value.items()} if isinstance(value, dict) else value
