"""Things in the way: where a record or bytes should go, in a log, or in facts that no reader would believe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.ports.serializers import NotPlainData
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import BadRef, BadVersion, VersionTaken
from tests.registry.samples import draft

GB = "gb_residual"
LINE = Path("releases") / GB / "default"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "registry"


@pytest.fixture
def registry(root: Path) -> ModelRegistry:
    """A registry with one version."""
    registry = create_model_registry(root)
    registry.publish(draft()).unwrap()
    return registry


def one_part(**facts: Any) -> ReleaseDraft:
    return ReleaseDraft(GB, "default", (PartDraft("batter", {"x": 1.0}, **facts),))


def block(path: Path, with_what: str) -> None:
    """Put something at a path that no listing shows."""
    path.mkdir() if with_what == "folder" else path.symlink_to("/nowhere")


@pytest.mark.parametrize("obstacle", ["folder", "link"])
def test_a_number_that_cannot_be_created_is_passed_over(registry: ModelRegistry, root: Path, obstacle: str) -> None:
    block(root / LINE / "000000002.json", obstacle)
    assert registry.publish(draft()).unwrap().version == 3


@pytest.mark.parametrize("obstacle", ["folder", "link"])
def test_an_explicit_number_that_cannot_be_created_is_taken(registry: ModelRegistry, root: Path, obstacle: str) -> None:
    block(root / LINE / "000000002.json", obstacle)
    assert registry.publish(draft(version=2)).failure() == VersionTaken("default_v2", 3, "default_v3")


def test_a_log_with_a_gap_goes_on_above_its_last_event(registry: ModelRegistry, root: Path) -> None:
    for act in (registry.delete, registry.restore, registry.delete):
        act("default", GB).unwrap()
    (root / "removals" / GB / "default" / "000000001" / "000002.json").unlink()
    assert registry.restore("default", GB).unwrap() == ("batter", "pitcher")
    assert registry.load_params("default", GB, "pitcher").unwrap()["player_type"] == "pitcher"


def test_a_folder_in_a_log_is_passed_over(registry: ModelRegistry, root: Path) -> None:
    registry.delete("default", GB).unwrap()
    (root / "removals" / GB / "default" / "000000001" / "000002.json").mkdir()
    assert registry.restore("default", GB).unwrap() == ("batter", "pitcher")


def test_a_foreign_file_beside_an_alias_does_not_move_it(registry: ModelRegistry, root: Path) -> None:
    registry.set_alias("default", GB, "champion").unwrap()
    (root / "aliases" / GB / "default" / "champion" / "thumbs.db").write_bytes(b"not ours")
    assert registry.metadata("default@champion", GB, "batter").unwrap().version == 1


def test_after_the_highest_version_no_number_is_left(registry: ModelRegistry) -> None:
    registry.publish(draft(version=999_999_999)).unwrap()
    assert isinstance(registry.publish(draft()).failure(), BadVersion)


def test_bytes_that_cannot_be_put_in_place_publish_nothing(registry: ModelRegistry, root: Path) -> None:
    digest = registry.metadata("default", GB, "batter").unwrap().artifact.digest.removeprefix("sha256:")
    blob = root / "blobs" / "sha256" / digest[:2] / digest
    blob.unlink()
    blob.mkdir()
    assert isinstance(registry.publish(draft()).failure(), StorageFailure)
    assert len(registry.list_all().unwrap().models) == 2


def nested(levels: int) -> dict[str, object]:
    return {"a": nested(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "facts",
    [
        {"config": nested(60)},
        {"config": nested(900)},
        {"importances": {"hr": {"age": float("nan")}}},
        {"metrics": {"text": "\ud800"}},
    ],
    ids=["too-deep", "deeper-than-the-machine-can", "share-that-is-no-number", "half-a-character"],
)
def test_what_readers_would_refuse_is_not_published(registry: ModelRegistry, facts: dict[str, Any]) -> None:
    assert isinstance(registry.publish(one_part(**facts)).failure(), NotPlainData)
    assert registry.list_all().unwrap().problems == ()
    assert registry.next_version("default", GB).unwrap() == 2


def test_what_publishing_gives_is_what_readers_see(registry: ModelRegistry) -> None:
    published = registry.publish(one_part(metrics={"rmse": float("nan"), "years": (2020, 2021)})).unwrap()
    assert published == registry.find("default@2", GB).unwrap().release


def test_why_a_manifest_is_unfit_is_said_in_one_line(registry: ModelRegistry) -> None:
    why = registry.publish(one_part(training_years=("2020", "2021"), stats=(1,))).failure()
    assert isinstance(why, NotPlainData)
    assert why.kind == "parts.batter.training_years.0: Input should be a valid integer"


def test_two_parts_for_one_player_type_are_a_mistake_of_the_caller(registry: ModelRegistry) -> None:
    part = PartDraft("batter", {"x": 1.0})
    with pytest.raises(ValueError, match="two parts for one player type"):
        registry.publish(ReleaseDraft(GB, "default", (part, part)))


def test_a_reason_with_half_a_character_changes_nothing(registry: ModelRegistry) -> None:
    assert isinstance(registry.delete("default", GB, reason="\udcff").failure(), NotPlainData)
    assert isinstance(registry.set_alias("default", GB, "champion", reason="\udcff").failure(), NotPlainData)
    assert {model.aliases for model in registry.list_all().unwrap().models} == {()}


def test_a_ref_of_another_type_is_never_taken_for_this_one(registry: ModelRegistry) -> None:
    assert isinstance(registry.load_params("mtl/default", GB, "batter").failure(), BadRef)
    assert registry.metadata(f"{GB}/default", GB, "batter").unwrap().version == 1
