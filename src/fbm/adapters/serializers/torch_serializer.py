"""Params with tensors: torch's zip files, loaded with nothing but tensors and plain data allowed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

import torch
from returns.result import Failure, Result, Success

from fbm.adapters.serializers.plain_data import NotPlainError
from fbm.adapters.serializers.shims import UnsafeStreamError
from fbm.adapters.serializers.tensors import prepare, restore
from fbm.domain.ports.serializers import NotPlainData, Params, RefusedPayload

_MEMBER: Final = re.compile(
    r"archive/(?:data\.pkl|version|byteorder|\.format_version|\.storage_alignment|\.data/serialization_id|data/\d{1,9})",
    re.ASCII,
)
_MOST_MEMBERS: Final = 1_000_000


class TorchParamsSerializer:
    """Plain data, tensors and arrays of numbers as torch's zip files."""

    name = "torch"
    extension = ".pt"

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        """Serialise params; equal params give equal bytes, whatever their order of insertion or device.

        Returns
        -------
        Result of bytes
            `NotPlainData` for live objects and anything else that is not plain, with where it stands.
        """
        buffer = io.BytesIO()
        try:
            # Saved into memory: the name of a file would become part of its bytes.
            torch.save(prepare(params), buffer)
        except NotPlainError as error:
            return Failure(NotPlainData(error.where, error.kind))
        return Success(buffer.getvalue())

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Rebuild params on the CPU, wherever they were saved; `RefusedPayload` for anything but plain data."""
        try:
            _check_members(data)
            return Success(restore(_load(data), size=len(data)))
        except UnsafeStreamError as error:
            return Failure(RefusedPayload(self.name, str(error)))


def _load(data: bytes) -> object:
    try:
        # Given explicitly: the environment can turn the default off.
        return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        # Malformed bytes make torch raise nearly anything; whatever it was, they are refused.
        first = str(error).strip().splitlines()[:1] or [""]
        raise UnsafeStreamError(f"malformed ({type(error).__name__}: {first[0]:.80})") from error


def _check_members(data: bytes) -> None:
    """Refuse what is no zip file as torch writes it: nothing compressed, so nothing can swell when it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise UnsafeStreamError(f"no zip file ({error!s:.60})") from error
    if len(members) > _MOST_MEMBERS or len({member.filename for member in members}) < len(members):
        raise UnsafeStreamError("too many members, or one of them twice")
    if not all(_MEMBER.fullmatch(member.filename) for member in members):
        raise UnsafeStreamError("a member that torch does not write")
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise UnsafeStreamError("a member that is compressed")
    if any(member.file_size != member.compress_size for member in members):
        raise UnsafeStreamError("a member whose sizes cannot be meant")
    if sum(member.file_size for member in members) > len(data):
        raise UnsafeStreamError("members that are larger than the file")
