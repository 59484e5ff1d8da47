"""Every hostile artifact, vouched for by a manifest and offered at the real doors: a sentence, and nothing runs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from returns.result import Result, Success

from fbm.adapters.bundles.zip_files import ZipBundleWriter
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.app.cli.main import main
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.kinds import Kind
from fbm.app.wiring.kinds import default_kinds
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.ports.serializers import NotPlainData, Params, RefusedPayload
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from tests.hostile.corpus import NAMES, hostile
from tests.registry.opened import registry_over


class Forger:
    """Writes whatever bytes it was given, under the name of a real serializer."""

    extension = ".bin"

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        return Success(self._data)

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        raise AssertionError("forgers do not read")


def forged(place: Path, model_type: str, data: bytes) -> ModelRegistry:
    """Publish bytes with a manifest that vouches for them; gives the honest registry over it."""
    kind = default_kinds()[model_type]
    forger = Kind(model_type, Forger(kind.serializer.name, data), kind.player_types)
    registry = registry_over(FilesystemStorage(place), kinds={model_type: forger})
    registry.publish(ReleaseDraft(model_type, "default", (PartDraft("batter", {}),))).unwrap()
    return create_model_registry(place)


def test_there_are_many_of_them() -> None:
    assert len(NAMES) >= 100


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.replace(" ", "-"))
def test_each_is_refused_when_it_is_loaded(name: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    model_type, data = hostile(name, canary)
    registry = forged(tmp_path / "registry", model_type, data)
    failure = registry.load_params("default", model_type, "batter").failure()
    assert isinstance(failure, RefusedPayload)
    assert failure.reason
    assert not canary.exists()


@pytest.mark.parametrize("name", NAMES[::5], ids=lambda name: name.replace(" ", "-"))
def test_none_gets_in_with_a_bundle(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    canary, bundle, target = tmp_path / "canary", tmp_path / "bundle.zip", tmp_path / "target"
    model_type, data = hostile(name, canary)
    registry = forged(tmp_path / "registry", model_type, data)
    registry.export_bundle([(model_type, "default")], ZipBundleWriter(bundle)).unwrap()
    assert main(["--registry", str(target), "ml", "import", str(bundle)]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert (len(said), "Traceback" in said[0], canary.exists()) == (1, False, False)
    assert create_model_registry(target).list_all().unwrap().models == ()


def bundle_of(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)


MANIFEST = "releases/gb_residual/default/000000001.json"


def twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(MANIFEST, b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            bundle.writestr(MANIFEST, b"[]")


BUNDLES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.write_bytes(b""),
    "junk": lambda path: path.write_bytes(b"PK\x03\x04 and no more"),
    "a folder": lambda path: path.mkdir(),
    "a bomb": lambda path: bundle_of(path, {MANIFEST: bytes(50_000_000)}, zipfile.ZIP_DEFLATED),
    "a member twice": twice,
    "a path out": lambda path: bundle_of(path, {"releases/../../../evil.json": b"{}"}),
    "an absolute path": lambda path: bundle_of(path, {"/releases/gb_residual/default/000000001.json": b"{}"}),
    "no record": lambda path: bundle_of(path, {MANIFEST: b"\x00\x01"}),
    "deep": lambda path: bundle_of(path, {MANIFEST: b"[" * 100_000}),
    "no type": lambda path: bundle_of(path, {"releases/nobody/default/000000001.json": b"{}"}),
}


@pytest.mark.parametrize("name", BUNDLES, ids=lambda name: name.replace(" ", "-"))
def test_a_hostile_bundle_brings_nothing_in(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle, target = tmp_path / "bundle.zip", tmp_path / "target"
    BUNDLES[name](bundle)
    code = main(["--registry", str(target), "ml", "import", str(bundle)])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert code == 1 or "holds no versions" in told.out
    assert create_model_registry(target).list_all().unwrap().models == ()
    assert {path.name for path in tmp_path.iterdir()} <= {"bundle.zip", "target"}


TRAVERSALS = ("../evil", "a/../../evil", "/etc/passwd", "..", ".", "a\\..\\b", "a\0b", "default/../x", "~root", "a\nb")


@pytest.mark.parametrize("name", TRAVERSALS, ids=range(len(TRAVERSALS)))
@pytest.mark.parametrize("command", ["info", "delete", "restore", "alias", "annotate", "prune", "export", "promote"])
def test_names_that_lead_elsewhere_lead_nowhere(command: str, name: str, tmp_path: Path) -> None:
    more = {"prune": ["--keep", "1"], "export": ["--out", str(tmp_path / "out.zip")], "annotate": ["--tag", "a=b"]}
    code = main(["--registry", str(tmp_path / "r"), "ml", command, *more.get(command, []), "--", name])
    assert code in (1, 2)
    assert list(tmp_path.iterdir()) == []
