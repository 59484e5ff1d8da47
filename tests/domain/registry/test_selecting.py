"""What removing versions would free."""

from __future__ import annotations

from fbm.domain.registry.metadata import ArtifactRef, ModelMetadata
from fbm.domain.registry.selecting import bytes_freed
from tests.registry.samples import metadata


def one(version: int, digit: str, size: int) -> ModelMetadata:
    return metadata(version=version, artifact=ArtifactRef("sha256:" + digit * 64, size, "joblib"))


def test_bytes_that_another_version_needs_are_not_counted_as_freed() -> None:
    first, second, third = one(1, "a", 10), one(2, "a", 10), one(3, "b", 7)
    live = (first, second, third)
    assert bytes_freed((first,), live) == 0
    assert bytes_freed((first, second), live) == 10
    assert bytes_freed((second, third), live) == 7
