"""Verifying, freeing bytes, handing over, looking at everything at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.registry.facade import ModelRegistry
from tests.cli.conftest import Fbm

pytestmark = pytest.mark.usefixtures("published")


def test_what_is_whole_is_said_to_be(fbm: Fbm) -> None:
    ended = fbm("ml", "verify")
    assert (ended.code, "nothing is damaged" in ended.out) == (0, True)
    assert json.loads(fbm("ml", "verify", "--json").out)["ok"] is True


def test_damage_is_named_and_the_answer_is_no(fbm: Fbm, home: Path, text: SnapshotAssertion) -> None:
    path = home / "registry" / "releases" / "gb_residual" / "default" / "000000002.json"
    path.write_bytes(path.read_bytes()[:-9])
    ended = fbm("ml", "verify")
    assert ended.code == 3
    assert ended.out == text


def test_bytes_are_counted_first_and_freed_when_told_to(fbm: Fbm, text: SnapshotAssertion) -> None:
    fbm("ml", "delete", "default", "--yes")
    assert fbm("ml", "gc").out == text(name="counted")
    counted = json.loads(fbm("ml", "gc", "--json").out)
    freed = json.loads(fbm("ml", "gc", "--run", "--json").out)
    assert (counted["dry_run"], freed["dry_run"]) == (True, False)
    assert (counted["blobs"], counted["bytes"], counted["purged"]) == (freed["blobs"], freed["bytes"], freed["purged"])
    assert json.loads(fbm("ml", "gc", "--no-dry-run", "--json").out)["blobs"] == 0
    ended = fbm("ml", "restore", "default")
    assert (ended.code, "train it again" in ended.err) == (1, True)


def test_nearly_all_bytes_of_what_was_deleted_are_free(fbm: Fbm, home: Path) -> None:
    def stored() -> int:
        return sum(path.stat().st_size for path in (home / "registry" / "blobs").rglob("*") if path.is_file())

    before = stored()
    for name in ("default", "default_v2", "default_v3", "parks"):
        fbm("ml", "delete", name, "--yes", "--force")
    fbm("ml", "gc", "--run")
    assert stored() <= 0.01 * before


def test_numbers_are_never_given_again(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default_v3", "--yes")
    fbm("ml", "gc", "--run")
    assert published.next_version("default", "gb_residual").unwrap() == 4


def test_versions_are_handed_over_with_their_identity(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    bundle, other = tmp_path / "bundle.zip", tmp_path / "other"
    fbm("ml", "annotate", "parks", "--tag", "seen=yes")
    assert fbm("ml", "export", "default@champion", "parks", "--out", str(bundle)).code == 0
    told = json.loads(fbm("--registry", str(other), "ml", "import", str(bundle), "--json").out)
    assert [one["name"] for one in told["imported"]] == ["default_v2", "parks"]
    assert len(json.loads(fbm("--registry", str(other), "ml", "import", str(bundle), "--json").out)["already"]) == 2
    mine = json.loads(fbm("ml", "list", "--name", "parks", "--json").out)["models"]
    assert mine == json.loads(fbm("--registry", str(other), "ml", "list", "--name", "parks", "--json").out)["models"]


def test_an_export_replaces_no_file(fbm: Fbm, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    assert fbm("ml", "export", "parks", "--out", str(tmp_path / "mine")).code == 1
    assert (tmp_path / "mine").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["mine"]


def test_plain_files_have_the_names_they_always_had(fbm: Fbm, tmp_path: Path) -> None:
    assert fbm("ml", "export", "default_v2", "--files", "--out", str(tmp_path / "out")).code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"default_v2_{who}{end}" for who in ("batter", "pitcher") for end in (".joblib", "_meta.json")]
    sidecar = json.loads((tmp_path / "out" / "default_v2_batter_meta.json").read_text())
    assert (sidecar["name"], sidecar["version"], sidecar["player_type"]) == ("default_v2", 2, "batter")


def test_a_version_of_another_origin_is_never_overwritten(fbm: Fbm, tmp_path: Path) -> None:
    bundle, other = tmp_path / "bundle.zip", tmp_path / "other"
    fbm("ml", "export", "parks", "--out", str(bundle))
    mine = fbm("ml", "list", "--json")
    fbm("--registry", str(other), "ml", "import", str(bundle))
    fbm("--registry", str(other), "ml", "annotate", "parks", "--tag", "a=b")
    assert fbm("--registry", str(other), "ml", "export", "parks", "--out", str(tmp_path / "b2.zip")).code == 0
    assert fbm("ml", "import", str(tmp_path / "b2.zip")).code == 0
    assert fbm("ml", "list", "--json") == mine


def test_the_doctor_looks_at_everything(fbm: Fbm, home: Path) -> None:
    told = json.loads(fbm("doctor", "--json").out)
    assert (told["ok"], [one["what"] for one in told["findings"]]) == (
        True,
        ["home", "disk", "registry", "data", "fbm", "libraries"],
    )
    path = home / "registry" / "releases" / "gb_residual" / "default" / "000000002.json"
    path.write_bytes(b"")
    assert fbm("doctor").code == 3
