"""Registries to test with."""

from __future__ import annotations

from collections.abc import Mapping

from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.processes import LocalProcesses
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.kinds import Kind
from fbm.app.wiring.kinds import default_kinds
from fbm.domain.ports.index import RecordIndex
from fbm.domain.ports.storage import Storage
from tests.fakes import FixedClock


def registry_over(
    storage: Storage, index: RecordIndex | None = None, kinds: Mapping[str, Kind] | None = None
) -> ModelRegistry:
    """A registry with real records and serializers, and a clock of its own."""
    return ModelRegistry(
        storage,
        reader=JsonRecordReader(),
        writer=JsonRecordWriter(),
        clock=FixedClock(),
        processes=LocalProcesses(),
        kinds=kinds or default_kinds(),
        index=index,
    )
