from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fbm.adapters.manifests.pins import PinFiles
from fbm.domain.ports.pins import Pin, PinnedLeague, PinStore, UnreadablePin, UnwritablePin
from fbm.domain.projection.sheet import ModelUse

FILES: PinStore = PinFiles()
PIN = Pin(
    fbm_version="0.1.0",
    season=2022,
    pipeline="marcel_gb",
    options={},
    models=(ModelUse("gb_residual", "default_v2", 2, "batter", "sha256:1"),),
    data_fingerprint="sha256:2",
    ids="sha256:3",
    league=PinnedLeague("l.toml", '[roster]\nC = 1  # "é"\n', "sha256:4"),
    result="sha256:5",
)


@pytest.mark.parametrize("pin", [PIN, replace(PIN, league=None, models=())])
def test_a_pin_comes_back_as_it_was_written(tmp_path: Path, pin: Pin) -> None:
    file = tmp_path / "a.pin"
    FILES.write(pin, str(file)).unwrap()
    assert FILES.read(str(file)).unwrap() == pin


def test_the_same_pin_is_the_same_bytes_and_canonical(tmp_path: Path) -> None:
    for name in ("a", "b"):
        FILES.write(PIN, str(tmp_path / name)).unwrap()
    data = (tmp_path / "a").read_bytes()
    assert data == (tmp_path / "b").read_bytes()
    record = json.loads(data)
    assert list(record) == sorted(record)
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["a", "b"]


def test_a_pin_that_was_altered_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.pin"
    FILES.write(PIN, str(file)).unwrap()
    file.write_bytes(file.read_bytes().replace(b'"season":2022', b'"season":2021'))
    assert FILES.read(str(file)).failure() == UnreadablePin(str(file), "it was altered: its check does not match")


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff", b'{"check":"' + b"0" * 64 + b'"}'])
def test_what_is_no_pin_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.pin"
    file.write_bytes(data)
    assert isinstance(FILES.read(str(file)).failure(), UnreadablePin)


def test_a_missing_file_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    where = str(tmp_path / "no" / "a.pin")
    assert FILES.read(where).failure() == UnreadablePin(where, "No such file or directory")
    assert FILES.write(PIN, where).failure() == UnwritablePin(where, "No such file or directory")
