"""Readers of the earlier system's files, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from returns.result import Failure, Result, Success

from fbm.adapters.legacy_roots import LegacyDirectory
from fbm.app.migrating import Migrator
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.serializers import RefusedPayload


class LegacyReaders:
    """Reads what the earlier system wrote; each library is loaded when a file needs it."""

    def sidecar(self, data: bytes) -> Result[Mapping[str, object], RefusedPayload]:
        """Read a sidecar of any age."""
        from fbm.adapters.manifests.canonical import RefusedRecordError
        from fbm.adapters.manifests.legacy import read_sidecar

        try:
            return Success(read_sidecar(data))
        except RefusedRecordError as error:
            return Failure(RefusedPayload("sidecar", str(error)))

    def boosters(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Read boosters as params."""
        from fbm.adapters.serializers.legacy_boosters import read_boosters
        from fbm.adapters.serializers.shims import UnsafeStreamError

        try:
            return Success(read_boosters(data))
        except UnsafeStreamError as error:
            return Failure(RefusedPayload("joblib", str(error)))

    def network(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Read a network's or optimizer's file as plain data and tensors."""
        from fbm.adapters.serializers.legacy_networks import read_network
        from fbm.adapters.serializers.shims import UnsafeStreamError

        try:
            return Success(read_network(data))
        except UnsafeStreamError as error:
            return Failure(RefusedPayload("torch", str(error)))

    def objection(self, texts: Sequence[tuple[str, int]]) -> str | None:
        """Say what is wrong with model texts of so many features each; None when nothing is."""
        from fbm.adapters.boosting.checking import objection

        return objection(texts) if texts else None


def create_migrator(registry: ModelRegistry, root: Path) -> Migrator:
    """Open what takes models over from a directory of the earlier system."""
    return Migrator(registry, LegacyDirectory(root), LegacyReaders())
