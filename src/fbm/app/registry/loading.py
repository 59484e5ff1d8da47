"""Loading: bytes are held against size and digest before anything looks into them, then params, then the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.ports.serializers import ModelSerializer, RefusedPayload
from fbm.domain.ports.storage import KeyMissing, Storage, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedArtifact, NotRebuildable, RegistryError
from fbm.domain.registry.metadata import ArtifactRef, ModelMetadata

Rebuild: TypeAlias = Callable[[Mapping[str, object]], object]
"""Makes a model from its params; raises `ValueError` naming what they lack."""


class Loader:
    """Reads artifacts and rebuilds models.

    Parameters
    ----------
    storage : Storage
    serializers : mapping of str to ModelSerializer
        By the name a manifest gives.
    rebuilders : mapping of (model type, player type) to function
    """

    def __init__(
        self,
        storage: Storage,
        serializers: Mapping[str, ModelSerializer],
        rebuilders: Mapping[tuple[str, str], Rebuild],
    ) -> None:
        self.storage = storage
        self.serializers = serializers
        self.rebuilders = rebuilders

    def params(self, part: ModelMetadata) -> Result[dict[str, object], RegistryError]:
        """Read the params of a part.

        Returns
        -------
        Result of dict
            `DamagedArtifact` when the bytes are not those the manifest vouches for, `RefusedPayload` when they are
            and still no plain data, `StorageFailure`.
        """
        return self.checked_bytes(part.name, part.artifact).bind(lambda data: self.plain(part.artifact, data))

    def model(self, part: ModelMetadata) -> Result[object, RegistryError]:
        """Rebuild the model of a part; besides what `params` gives, `NotRebuildable`."""
        return self.params(part).bind(lambda params: self._rebuild(part, params))

    def checked_bytes(self, name: str, ref: ArtifactRef) -> Result[bytes, RegistryError]:
        """Read bytes and hold them against the size and digest that a manifest gives."""
        key = layout.blob_key(ref.digest)
        match self.storage.get(key, limit=ref.size):
            case Success(data):
                return _vouched(name, key, ref, data)
            case Failure(KeyMissing()):
                return Failure(DamagedArtifact(name, key, "its bytes are not there"))
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                raise AssertionError(key)

    def plain(self, ref: ArtifactRef, data: bytes) -> Result[dict[str, object], RegistryError]:
        """Rebuild plain data from checked bytes."""
        serializer = self.serializers.get(ref.serializer)
        if serializer is None:
            return Failure(RefusedPayload(ref.serializer, "no such serializer is known here"))
        return serializer.loads(data).alt(_as_registry_error)

    def _rebuild(self, part: ModelMetadata, params: Mapping[str, object]) -> Result[object, RegistryError]:
        rebuild = self.rebuilders.get((part.model_type, part.player_type))
        if rebuild is None:
            return Failure(NotRebuildable(part.model_type, part.player_type, "no model code for it is installed"))
        try:
            return Success(rebuild(params))
        except ValueError as error:
            return Failure(NotRebuildable(part.model_type, part.player_type, str(error)))


def _vouched(name: str, key: str, ref: ArtifactRef, data: bytes) -> Result[bytes, RegistryError]:
    if len(data) != ref.size:
        return Failure(DamagedArtifact(name, key, f"{len(data)} bytes stand there, {ref.size} were published"))
    if f"sha256:{hashlib.sha256(data).hexdigest()}" != ref.digest:
        return Failure(DamagedArtifact(name, key, "its digest does not match"))
    return Success(data)


def _as_registry_error(error: RefusedPayload) -> RegistryError:
    return error
