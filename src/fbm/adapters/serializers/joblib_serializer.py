"""Params as joblib streams: arrays as raw bytes inside, written in canonical order, read by the allow-list."""

from __future__ import annotations

import io
from typing import Final

import joblib
from returns.result import Failure, Result, Success

from fbm.adapters.serializers.allowlist import read_plain
from fbm.adapters.serializers.plain_data import NotPlainError, canonical
from fbm.adapters.serializers.shims import UnsafeStreamError
from fbm.domain.ports.serializers import NotPlainData, Params, RefusedPayload

PROTOCOL: Final = 4
"""Pinned, so that every Python writes the same bytes."""


class JoblibSerializer:
    """Plain data as uncompressed joblib streams."""

    name = "joblib"
    extension = ".joblib"

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        """Serialise params; equal params give equal bytes, whatever their order of insertion.

        Returns
        -------
        Result of bytes
            `NotPlainData` for live objects and anything else that is not plain, with where it stands.
        """
        buffer = io.BytesIO()
        try:
            joblib.dump(canonical(params), buffer, protocol=PROTOCOL)
        except NotPlainError as error:
            return Failure(NotPlainData(error.where, error.kind))
        return Success(buffer.getvalue())

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Rebuild params; `RefusedPayload` for anything but plain data, before it could run."""
        try:
            return Success(read_plain(data))
        except UnsafeStreamError as error:
            return Failure(RefusedPayload(self.name, str(error)))
