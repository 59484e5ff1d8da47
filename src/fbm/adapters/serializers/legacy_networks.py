"""Reader of the earlier system's torch files: state dicts and optimizers, as plain data and tensors."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import torch

from fbm.adapters.serializers.shims import UnsafeStreamError


def read_network(data: bytes) -> dict[str, object]:
    """Read a torch file whose top is a mapping; keys that are numbers become texts.

    Raises
    ------
    UnsafeStreamError
        For anything that loading with weights only refuses, for what is compressed or larger than the file, and for
        what is no mapping.
    """
    _refuse_bombs(data)
    try:
        # Given explicitly: the environment can turn the default off.
        value = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        # Malformed bytes make torch raise nearly anything; whatever it was, they are refused.
        first = str(error).strip().splitlines()[:1] or [""]
        raise UnsafeStreamError(f"malformed ({type(error).__name__}: {first[0]:.80})") from error
    if not isinstance(value, dict):
        raise UnsafeStreamError("it holds no mapping")
    plain: dict[str, object] = _plain(value)
    return plain


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise UnsafeStreamError(f"no zip file ({error!s:.60})") from error
    sizes = sum(member.file_size for member in members)
    if any(member.compress_type != zipfile.ZIP_STORED for member in members) or sizes > len(data):
        raise UnsafeStreamError("members that are compressed, or larger than the file")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        items = [_plain(inner) for inner in value]
        return items if isinstance(value, list) else tuple(items)
    return value
