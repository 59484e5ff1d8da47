"""Flipped bits and cut files: what is damaged is named or refused, and the rest stays."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest

from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.app.cli.main import main
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.errors import DamagedArtifact
from fbm.domain.registry.marks import Mark
from tests.registry.samples import CREATED, draft

GB = "gb_residual"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry with two versions in two lines."""
    registry = create_model_registry(tmp_path / "registry")
    registry.publish(draft("one", x=[1.5] * 100)).unwrap()
    registry.publish(draft("two", x=[2.5] * 100)).unwrap()
    return tmp_path / "registry"


def whole(registry: ModelRegistry, name: str) -> bool:
    """Whether both parts of a version are listed and load."""
    parts = [registry.load_params(name, GB, player_type) for player_type in ("batter", "pitcher")]
    return all(part.map(lambda _: True).value_or(False) for part in parts)


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_bit_in_a_manifest_is_named_and_hides_nothing_else(root: Path, seed: int) -> None:
    path = next((root / "releases" / GB / "one").glob("*.json"))
    flip(path, seed)
    registry = create_model_registry(root)
    listing = registry.list_all().unwrap()
    assert [problem.key for problem in listing.problems] == [path.relative_to(root).as_posix()]
    assert {model.base_name for model in listing.models} == {"two"}
    assert whole(registry, "two")


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_bit_in_an_artifact_is_refused_before_it_is_opened(root: Path, seed: int) -> None:
    registry = create_model_registry(root)
    digest = registry.metadata("one", GB, "batter").unwrap().artifact.digest.removeprefix("sha256:")
    flip(root / "blobs" / "sha256" / digest[:2] / digest, seed)
    assert isinstance(registry.load_params("one", GB, "batter").failure(), DamagedArtifact)
    assert len(registry.list_all().unwrap().models) == 4
    assert whole(registry, "two")


def test_a_manifest_cut_at_any_byte_is_named_and_never_shown_as_true(root: Path) -> None:
    path = next((root / "releases" / GB / "one").glob("*.json"))
    data = path.read_bytes()
    registry = create_model_registry(root)
    for length in range(len(data)):
        path.write_bytes(data[:length])
        listing = registry.list_all().unwrap()
        assert [problem.key for problem in listing.problems] == [path.relative_to(root).as_posix()]
        assert {model.base_name for model in listing.models} == {"two"}


@pytest.fixture
def lived_in(root: Path) -> Path:
    """A registry with every kind of record in it: removals, aliases, notes, an orphan, marks left by the dead."""
    registry = create_model_registry(root)
    registry.publish(draft("one", x=[3.5] * 100)).unwrap()
    registry.delete("two", GB, "pitcher").unwrap()
    registry.set_alias("one", GB, "champion").unwrap()
    registry.annotate("one", GB, tags={"study": "parks"}).unwrap()
    mark = JsonRecordWriter().mark(Mark(("sha256:" + "0" * 64,), CREATED, CREATED, "somebody"))
    storage = FilesystemStorage(root)
    storage.put("intents/0.json", mark).unwrap()
    storage.put("gc/000001.json", mark).unwrap()
    digest = hashlib.sha256(b"nobody needs this").hexdigest()
    storage.put(f"blobs/sha256/{digest[:2]}/{digest}", b"nobody needs this").unwrap()
    return root


@pytest.mark.parametrize("seed", range(100))
def test_one_flipped_bit_in_any_file_is_found_named_and_hides_nothing_else(lived_in: Path, seed: int) -> None:
    files = sorted(path for path in lived_in.rglob("*") if path.is_file())
    path = files[seed % len(files)]
    before = {(row.name, row.player_type) for row in create_model_registry(lived_in).list_all().unwrap().models}
    flip(path, seed)
    registry = create_model_registry(lived_in)
    (damage,) = registry.verify().unwrap().damaged
    assert damage.key == path.relative_to(lived_in).as_posix()
    assert damage.names or path.parent == lived_in or path.parent.name in ("intents", "gc")
    listing = registry.list_all().unwrap()
    hidden = before - {(row.name, row.player_type) for row in listing.models}
    assert len({name for name, _ in hidden}) <= 1
    for row in listing.models:
        loaded = registry.load_params(row.name, GB, row.player_type)
        assert row.artifact.digest[7:] == path.name or loaded.map(bool).value_or(False)


def test_an_orphan_that_was_altered_is_called_one(lived_in: Path) -> None:
    digest = hashlib.sha256(b"nobody needs this").hexdigest()
    flip(lived_in / "blobs" / "sha256" / digest[:2] / digest, 1)
    (damage,) = create_model_registry(lived_in).verify().unwrap().damaged
    assert damage.names == ("orphan",)


def test_the_command_line_names_version_and_file_and_says_no(
    lived_in: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = next((lived_in / "releases" / GB / "one").glob("*1.json"))
    flip(path, 3)
    assert main(["--registry", str(lived_in), "ml", "verify", "--json"]) == 3
    (damage,) = json.loads(capsys.readouterr().out)["damaged"]
    assert (damage["key"], damage["names"]) == (path.relative_to(lived_in).as_posix(), ["gb_residual/one"])


def test_what_is_whole_is_said_to_be(lived_in: Path) -> None:
    found = create_model_registry(lived_in).verify().unwrap()
    assert (found.releases, found.damaged, found.strangers, len(found.orphans)) == (3, (), (), 1)


def test_missing_bytes_and_a_dangling_alias_are_named(lived_in: Path) -> None:
    registry = create_model_registry(lived_in)
    digest = registry.metadata("one", GB, "batter").unwrap().artifact.digest[7:]
    (lived_in / "blobs" / "sha256" / digest[:2] / digest).unlink()
    registry.delete("one", GB, force=True).unwrap()
    found = registry.verify().unwrap()
    assert [(one.reason, one.names) for one in found.damaged] == [
        ("its bytes are not there", ("gb_residual/one (batter)",))
    ]
    assert [one.alias for one in found.dangling] == ["champion"]


def flip(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(bytes(data))
