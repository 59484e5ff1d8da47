"""Registries and stores, put together. Opening does no I/O; the first operation gives the failure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from returns.result import Success

from fbm.adapters.clock import SystemClock
from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.processes import LocalProcesses
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.kinds import default_kinds
from fbm.app.wiring.places import MEMORY, home_directory, registry_place
from fbm.domain.ports.index import RecordIndex
from fbm.domain.ports.storage import Storage

_CUT_URL: Final = re.compile(r"(?:s3|gs|az|abfss?):")
"""What becomes of a URL that was taken for a path."""
_URLS: Final = "s3://bucket/prefix, gs://bucket/prefix, az://container/prefix"

if TYPE_CHECKING:
    from fbm.app.stores import BaseModelStore, MTLBaseModelStore


def create_model_registry(place: str | Path | None = None, home: str | None = None) -> ModelRegistry:
    """Open a model registry.

    Parameters
    ----------
    place : str or Path, optional
        A directory or URL; left out: ``FBM_REGISTRY``, else ``registry`` under the home.
    home : str, optional
        Under which listings remember what they have read; left out: ``FBM_HOME``, else ``~/.fbm``.
    """
    where = registry_place(None if place is None else str(place), home)
    return registry_over(open_storage(where), open_index(where, home))


def registry_over(storage: Storage, index: RecordIndex | None = None) -> ModelRegistry:
    """Open a model registry over a storage that is open already."""
    return ModelRegistry(
        storage,
        reader=JsonRecordReader(),
        writer=JsonRecordWriter(),
        clock=SystemClock(),
        processes=LocalProcesses(),
        kinds=default_kinds(),
        index=index,
    )


def create_gb_store(place: str | Path | None = None) -> BaseModelStore:
    """Open the store of the gradient-boosted residual models."""
    return create_model_registry(place).gb_store


def create_mtl_store(place: str | Path | None = None) -> MTLBaseModelStore:
    """Open the store of the multi-task networks."""
    return create_model_registry(place).mtl_store


def create_mle_store(place: str | Path | None = None) -> BaseModelStore:
    """Open the store of the minor-league equivalencies."""
    return create_model_registry(place).mle_store


def create_contextual_store(place: str | Path | None = None) -> BaseModelStore:
    """Open the store of the contextual models."""
    return create_model_registry(place).contextual_store


def open_index(place: str, home: str | None = None) -> RecordIndex | None:
    """Open what listings of a registry remember; none for one in memory, which is gone as soon as it could help."""
    if place.startswith(MEMORY):
        return None
    from fbm.adapters.indexes.files import IndexFile

    return IndexFile(home_directory(home) / "cache", place if "://" in place else str(Path(place).absolute()))


def open_storage(place: str) -> Storage:
    """Choose the storage a path or URL means; one that always fails for a kind of URL that is not known."""
    if place.startswith(MEMORY):
        from fbm.adapters.storage.memory import MemoryStorage

        return MemoryStorage()
    if "://" in place or _CUT_URL.match(place):
        return _open_bucket(place)
    from fbm.adapters.storage.filesystem import FilesystemStorage

    return FilesystemStorage(Path(place))


def _open_bucket(url: str) -> Storage:
    from fbm.adapters.storage.buckets import SCHEMES, parse_bucket, shown
    from fbm.adapters.storage.unusable import UnusableStorage

    if url.partition("://")[0] not in SCHEMES:
        return UnusableStorage(shown(url), f"no such kind of storage is known: give a directory, {_URLS} or {MEMORY}")
    match parse_bucket(url):
        case Success(bucket):
            from fbm.adapters.storage.objects import ObjectStorage

            return ObjectStorage(bucket.place, bucket.open, proven=bucket.scheme != "s3")
        case refused:
            return UnusableStorage(shown(url), refused.failure())
