"""The registry as a whole, over memory."""

from __future__ import annotations

import pytest

from fbm.adapters.storage.memory import MemoryStorage
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.serializers import NotPlainData
from fbm.domain.registry import layout
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import (
    Aliased,
    DamagedArtifact,
    DamagedRecord,
    EmptyRelease,
    MissingPart,
    NameClash,
    NotRebuildable,
    NotRemoved,
    Removed,
    UnknownAlias,
    UnknownModel,
    UnknownModelType,
    UnknownPlayerType,
    VersionConflict,
    VersionTaken,
)
from tests.registry.opened import registry_over
from tests.registry.samples import draft

GB = "gb_residual"


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def registry(storage: MemoryStorage) -> ModelRegistry:
    return registry_over(storage)


def names(registry: ModelRegistry) -> list[tuple[str, str]]:
    return [(model.name, model.player_type) for model in registry.list_all().unwrap().models]


def test_versions_count_up_from_one(registry: ModelRegistry) -> None:
    assert [registry.publish(draft()).unwrap().version for _ in range(3)] == [1, 2, 3]
    assert registry.next_version("default", GB, "batter").unwrap() == 4


def test_both_player_types_are_one_version(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert names(registry) == [("default", "batter"), ("default", "pitcher")]


def test_when_one_part_cannot_be_stored_nothing_is_published(registry: ModelRegistry) -> None:
    parts = (PartDraft("batter", {"x": 1}), PartDraft("pitcher", {"x": object()}))
    assert isinstance(registry.publish(ReleaseDraft(GB, "default", parts)).failure(), NotPlainData)
    assert names(registry) == []


def test_measures_that_are_no_numbers_become_null(registry: ModelRegistry) -> None:
    registry.publish(draft(metrics={"rmse": float("nan"), "r": 0.5})).unwrap()
    assert registry.metadata("default", GB, "batter").unwrap().metrics == {"rmse": None, "r": 0.5}


def test_what_no_manifest_may_hold_is_a_failure(registry: ModelRegistry) -> None:
    assert isinstance(registry.publish(draft(metrics={"rmse": object()})).failure(), NotPlainData)


def test_a_release_without_parts_is_refused(registry: ModelRegistry) -> None:
    assert registry.publish(ReleaseDraft(GB, "default", ())).failure() == EmptyRelease("default")


def test_a_taken_version_names_the_next_free_one(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert registry.publish(draft(version=1)).failure() == VersionTaken("default", 2, "default_v2")


def test_versions_may_be_left_out_and_are_never_filled_in(registry: ModelRegistry) -> None:
    registry.publish(draft("default_v5")).unwrap()
    assert registry.publish(draft()).unwrap().version == 6


def test_a_typed_name_decides_the_version(registry: ModelRegistry) -> None:
    assert registry.publish(draft("test_v1")).unwrap().version == 1
    assert registry.publish(draft("test_v1", version=2)).failure() == VersionConflict("test_v1", 1, 2)


def test_names_that_differ_only_in_case_clash(registry: ModelRegistry) -> None:
    registry.publish(draft("Default")).unwrap()
    assert registry.publish(draft("default")).failure() == NameClash("default", "Default")


def test_a_removed_number_is_never_used_again(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    registry.delete("default", GB).unwrap()
    assert registry.publish(draft()).unwrap().version == 2


def test_removing_one_part_leaves_the_other(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert registry.delete("default", GB, "pitcher").unwrap() == ("pitcher",)
    assert names(registry) == [("default", "batter")]
    assert isinstance(registry.load_params("default", GB, "pitcher").failure(), Removed)


def test_restoring_undoes_removing(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    registry.delete("default", GB).unwrap()
    assert registry.restore("default", GB).unwrap() == ("batter", "pitcher")
    assert registry.load_params("default", GB, "pitcher").unwrap()["player_type"] == "pitcher"
    assert isinstance(registry.restore("default", GB).failure(), NotRemoved)


def test_latest_is_the_highest_live_version_with_the_part(registry: ModelRegistry) -> None:
    for _ in range(3):
        registry.publish(draft()).unwrap()
    registry.delete("default_v3", GB, "pitcher").unwrap()
    assert registry.metadata("default@latest", GB, "batter").unwrap().version == 3
    assert registry.metadata("default@latest", GB, "pitcher").unwrap().version == 2


def test_a_bare_name_means_version_one(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    registry.publish(draft()).unwrap()
    assert registry.metadata("default", GB, "batter").unwrap().version == 1


def test_an_alias_follows_its_last_move(registry: ModelRegistry) -> None:
    for _ in range(2):
        registry.publish(draft()).unwrap()
    registry.set_alias("default", GB, "champion").unwrap()
    registry.set_alias("default_v2", GB, "champion").unwrap()
    assert registry.metadata("default@champion", GB, "batter").unwrap().aliases == ("champion",)
    assert registry.metadata("default@champion", GB, "batter").unwrap().version == 2


def test_a_version_with_an_alias_is_removed_only_by_force(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    registry.set_alias("default", GB, "champion").unwrap()
    assert registry.delete("default", GB).failure() == Aliased("default", ("champion",))
    assert registry.delete("default", GB, force=True).unwrap() == ("batter", "pitcher")


def test_an_alias_that_was_never_set_is_named_with_those_that_were(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    registry.set_alias("default", GB, "champion").unwrap()
    failure = registry.metadata("default@best", GB, "batter").failure()
    assert failure == UnknownAlias("default@best", "best", ("champion",))


def test_unknown_models_come_with_near_names(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert registry.find("defalt", GB).failure() == UnknownModel("defalt", GB, ("default",))


def test_words_that_mean_nothing_are_refused(registry: ModelRegistry) -> None:
    assert isinstance(registry.list_all("nope").failure(), UnknownModelType)
    assert isinstance(registry.list_all(GB, "goalkeeper").failure(), UnknownPlayerType)
    assert isinstance(registry.metadata("default", GB, "shared").failure(), UnknownPlayerType)


def test_a_part_that_was_never_there_is_named(registry: ModelRegistry) -> None:
    registry.gb_store.save_params({"x": 1}, name="default", player_type="batter").unwrap()
    assert registry.load_params("default", GB, "pitcher").failure() == MissingPart("default", "pitcher", ("batter",))


def test_comparing_tells_every_measure(registry: ModelRegistry) -> None:
    registry.publish(draft(metrics={"v": {"rmse": 2.0}})).unwrap()
    registry.publish(draft(metrics={"v": {"rmse": 1.5}})).unwrap()
    found = registry.compare("default", "default_v2", GB, "batter").unwrap().metrics["v.rmse"]
    assert (found.delta, found.better) == (-0.5, "b")


def test_a_damaged_manifest_is_named_and_hides_nothing(registry: ModelRegistry, storage: MemoryStorage) -> None:
    registry.publish(draft()).unwrap()
    key = layout.release_key(GB, "default", 2)
    storage.put(key, b'{"half": ').unwrap()
    listing = registry.list_all().unwrap()
    assert ([problem.key for problem in listing.problems], len(listing.models)) == ([key], 2)
    assert isinstance(registry.metadata("default@latest", GB, "batter").failure(), DamagedRecord)
    assert registry.publish(draft()).unwrap().version == 3


def test_a_manifest_under_another_version_is_refused(registry: ModelRegistry, storage: MemoryStorage) -> None:
    registry.publish(draft()).unwrap()
    copied = storage.get(layout.release_key(GB, "default", 1)).unwrap()
    storage.put(layout.release_key(GB, "default", 2), copied).unwrap()
    assert len(registry.list_all().unwrap().problems) == 1


def test_a_damaged_alias_is_named_and_hides_nothing(registry: ModelRegistry, storage: MemoryStorage) -> None:
    registry.publish(draft()).unwrap()
    storage.put(layout.event_key(layout.alias_prefix(GB, "default", "champion"), 1), b"junk").unwrap()
    listing = registry.list_all().unwrap()
    assert (len(listing.models), len(listing.problems)) == (2, 1)
    assert isinstance(registry.metadata("default@champion", GB, "batter").failure(), DamagedRecord)


def test_bytes_that_were_altered_are_not_opened(registry: ModelRegistry, storage: MemoryStorage) -> None:
    registry.publish(draft()).unwrap()
    key = layout.blob_key(registry.metadata("default", GB, "batter").unwrap().artifact.digest)
    data = storage.get(key).unwrap()
    storage.delete(key).unwrap()
    storage.put(key, data[:-1] + bytes([data[-1] ^ 1])).unwrap()
    assert isinstance(registry.load_params("default", GB, "batter").failure(), DamagedArtifact)


def test_publishing_the_same_bytes_mends_damaged_ones(registry: ModelRegistry, storage: MemoryStorage) -> None:
    registry.publish(draft()).unwrap()
    key = layout.blob_key(registry.metadata("default", GB, "batter").unwrap().artifact.digest)
    storage.delete(key).unwrap()
    storage.put(key, b"damaged").unwrap()
    registry.publish(draft()).unwrap()
    assert registry.load_params("default", GB, "batter").map(lambda _: True).value_or(False)


def test_params_that_no_model_can_be_made_of_are_a_failure(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert isinstance(registry.load("default", GB, "batter").failure(), NotRebuildable)


def test_lineage_and_facts_come_back_as_published(registry: ModelRegistry) -> None:
    published = draft()
    registry.publish(published).unwrap()
    found = registry.metadata("default", GB, "batter").unwrap()
    assert (found.lineage, found.feature_names, found.training_years) == (
        published.lineage,
        ("age", "hr"),
        (2020, 2021),
    )
