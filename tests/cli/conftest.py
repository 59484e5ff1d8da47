"""A command line with a home of its own, and a registry with releases that never change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.processes import LocalProcesses
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.app.cli.main import main
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.kinds import default_kinds
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from tests.registry.samples import LINEAGE, draft


class Ended(NamedTuple):
    """How a command line ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


Fbm: TypeAlias = Callable[..., Ended]


class FixedClock:
    """Always the same moment."""

    def now(self) -> datetime:
        return datetime(2026, 2, 8, 22, 10, 5, 120345, tzinfo=UTC)

    def elapsed_s(self) -> float:
        return 0.0

    def pause(self, seconds: float) -> None:
        """Wait for nothing."""


class TextFile(SingleFileSnapshotExtension):
    """One plain .txt file a snapshot, so that a person can look at it."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: object, **_: object) -> str:
        return str(data)


@pytest.fixture
def text(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FBM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FBM_REGISTRY", raising=False)
    monkeypatch.delenv("FBM_DEBUG", raising=False)
    return tmp_path / "home"


@pytest.fixture
def fbm(home: Path, capsys: pytest.CaptureFixture[str]) -> Fbm:
    def run(*words: str) -> Ended:
        capsys.readouterr()
        code = main(words)
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def published(home: Path) -> ModelRegistry:
    """`default` in three versions and `parks` in one; version 2 learned more seasons and one feature more."""
    registry = ModelRegistry(
        FilesystemStorage(home / "registry"),
        reader=JsonRecordReader(),
        writer=JsonRecordWriter(),
        clock=FixedClock(),
        processes=LocalProcesses(),
        kinds=default_kinds(),
    )
    for release in (_first(), _second(), draft(), _parks()):
        registry.publish(release).unwrap()
    registry.set_alias("default@2", "gb_residual", "champion").unwrap()
    return registry


def _first() -> ReleaseDraft:
    metrics = {"validation": {"model": {"hr": {"rmse": 5.25, "mae": 4.0}, "so": {"rmse": 21.5}}, "season": 2021}}
    return _release(metrics, years=(2019, 2020, 2021), features=("age", "hr"), config={"trees": 100, "rate": 0.1})


def _second() -> ReleaseDraft:
    metrics = {"validation": {"model": {"hr": {"rmse": 5.0, "r": 0.625}, "so": {"rmse": 22.0}}, "season": 2021}}
    return _release(metrics, years=(2015, *range(2017, 2022)), features=("age", "hr", "bb"), config={"trees": 250})


def _parks() -> ReleaseDraft:
    return draft("parks")._replace(description="Parks as they were.", tags={"study": "parks"})


def _release(
    metrics: Mapping[str, object], *, years: Sequence[int], features: Sequence[str], config: Mapping[str, object]
) -> ReleaseDraft:
    def part(player_type: str) -> PartDraft:
        return PartDraft(
            player_type,
            {"weights": [1.0, float(len(years))], "player_type": player_type},
            training_years=tuple(years),
            stats=("hr", "so"),
            feature_names=tuple(features),
            config=config,
            metrics=metrics,
            importances={"hr": {"age": 0.25, "hr": 0.75}, "so": {"age": 1.0}},
        )

    return ReleaseDraft("gb_residual", "default", [part("batter"), part("pitcher")], lineage=LINEAGE)
