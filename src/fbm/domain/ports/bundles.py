"""Files to hand over: releases with everything they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from returns.result import Result

from fbm.domain.ports.storage import StorageFailure

if TYPE_CHECKING:
    from fbm.domain.registry.errors import RegistryError


class BundleWriter(Protocol):
    """Writes one self-contained file; what stands there already is never replaced."""

    def write(self, entries: Iterable[tuple[str, Result[bytes, RegistryError]]]) -> Result[int, RegistryError]:
        """Write keys and their bytes, all or nothing; gives the size of the file in bytes, or the first failure."""
        ...


class FolderWriter(Protocol):
    """Writes plain files into a folder; what stands there already is never replaced."""

    def write(self, files: Mapping[str, bytes]) -> Result[tuple[str, ...], StorageFailure]:
        """Write files by name; gives their paths."""
        ...

    def sidecar(self, facts: Mapping[str, object]) -> bytes:
        """Write facts as JSON for people."""
        ...
