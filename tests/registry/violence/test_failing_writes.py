"""Writes that fail and races that are lost, at each step: all of a release or nothing, and never an exception."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from returns.result import Failure, Result, Success

from fbm.adapters.storage.memory import MemoryStorage
from fbm.adapters.storage.unusable import UnusableStorage
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.storage import GetError, PutError, StorageFailure
from fbm.domain.registry.errors import RegistryError, VersionTaken
from tests.registry.opened import registry_over
from tests.registry.samples import draft

GB = "gb_residual"
WRITES = 5
"""A publish of two parts into a new registry: the marker, the intent, two artifacts, the manifest."""


class FullAfter(MemoryStorage):
    """Has no space left after so many writes."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.writes_left = writes

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:
        if self.writes_left == 0:
            return Failure(StorageFailure(self.place, f"writing {key}", "no space left on device"))
        self.writes_left -= 1
        return super().put(key, data, durable=durable)


class Unreadable(MemoryStorage):
    """Has no file handles left at times: artifacts can be removed, and neither read nor written again."""

    unreadable = False

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        if self.unreadable and key.startswith("blobs/"):
            return Failure(StorageFailure(self.place, f"reading {key}", "too many open files"))
        return super().get(key, limit=limit)

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:
        taken = super().put(key, data, durable=durable)
        if self.unreadable and taken == Success(None):
            self.delete(key).unwrap()
            return Failure(StorageFailure(self.place, f"writing {key}", "too many open files"))
        return taken


class Contested(MemoryStorage):
    """Lets somebody else publish first, each time a manifest is about to be written."""

    def __init__(self, rivals: int) -> None:
        super().__init__()
        self.rivals = rivals

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:
        if key.startswith("releases/") and self.rivals > 0:
            self.rivals -= 1
            registry_over(self).publish(draft(rival=True)).unwrap()
        return super().put(key, data, durable=durable)


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_publish_whose_write_fails_leaves_nothing_listed_and_can_be_repeated(writes: int) -> None:
    storage = FullAfter(writes)
    registry = registry_over(storage)
    assert isinstance(registry.publish(draft()).failure(), StorageFailure)
    assert registry.list_all().unwrap() == ((), ())
    storage.writes_left = WRITES
    assert registry.publish(draft()).unwrap().version == 1
    assert registry.load_params("default", GB, "pitcher").unwrap()["player_type"] == "pitcher"


def test_a_publish_writes_no_more_than_it_must() -> None:
    storage = FullAfter(WRITES)
    registry_over(storage).publish(draft()).unwrap()
    assert storage.writes_left == 0


def test_bytes_that_cannot_be_read_just_now_are_left_alone() -> None:
    storage = Unreadable()
    registry = registry_over(storage)
    registry.publish(draft()).unwrap()
    storage.unreadable = True
    assert isinstance(registry.publish(draft()).failure(), StorageFailure)
    storage.unreadable = False
    assert registry.load_params("default", GB, "batter").unwrap()["player_type"] == "batter"


@pytest.mark.parametrize("act", ["delete", "set_alias"])
def test_a_change_whose_write_fails_changes_nothing(act: str) -> None:
    storage = FullAfter(WRITES)
    registry = registry_over(storage)
    registry.publish(draft()).unwrap()
    before = registry.list_all()
    changed = registry.delete("default", GB) if act == "delete" else registry.set_alias("default", GB, "champion")
    assert isinstance(changed.failure(), StorageFailure)
    assert registry.list_all() == before


@pytest.mark.parametrize("rivals", [1, 2, 5])
def test_who_loses_the_race_for_a_number_takes_the_next(rivals: int) -> None:
    registry = registry_over(Contested(rivals))
    assert registry.publish(draft(rival=False)).unwrap().version == rivals + 1
    found = [registry.load_params(f"default@{n}", GB, "batter").unwrap()["rival"] for n in range(1, rivals + 2)]
    assert found == [True] * rivals + [False]


def test_who_asked_for_that_very_number_is_told_that_it_is_taken() -> None:
    registry = registry_over(Contested(1))
    assert registry.publish(draft(version=1)).failure() == VersionTaken("default", 2, "default_v2")
    assert len(registry.list_all().unwrap().models) == 2


OPERATIONS: dict[str, Callable[[ModelRegistry], Result[object, RegistryError]]] = {
    "list_all": lambda registry: registry.list_all(),
    "versions_of": lambda registry: registry.versions_of("default", GB),
    "next_version": lambda registry: registry.next_version("default", GB),
    "resolve_version": lambda registry: registry.resolve_version("default", GB, 1),
    "publish": lambda registry: registry.publish(draft()),
    "find": lambda registry: registry.find("default", GB),
    "find-latest": lambda registry: registry.find("default@latest", GB),
    "find-alias": lambda registry: registry.find("default@champion", GB),
    "metadata": lambda registry: registry.metadata("default", GB, "batter"),
    "load_params": lambda registry: registry.load_params("default", GB, "batter"),
    "load": lambda registry: registry.load("default", GB, "batter"),
    "load_described": lambda registry: registry.load_described("default", GB, "batter"),
    "compare": lambda registry: registry.compare("default", "default_v2", GB, "batter"),
    "delete": lambda registry: registry.delete("default", GB),
    "restore": lambda registry: registry.restore("default", GB),
    "set_alias": lambda registry: registry.set_alias("default", GB, "champion"),
    "types_with": lambda registry: registry.types_with("default"),
    "lines": lambda registry: registry.lines(GB),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_where_nothing_works_every_operation_says_so(name: str) -> None:
    registry = registry_over(UnusableStorage("nowhere://", "it is not there"))
    failure = OPERATIONS[name](registry).failure()
    assert failure == StorageFailure("nowhere://", "opening", "it is not there")
