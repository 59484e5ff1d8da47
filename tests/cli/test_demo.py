"""The demo: what most people see first."""

from __future__ import annotations

from pathlib import Path

from fbm.app.cli.demo import SCRIPT
from tests.cli.conftest import Fbm

KINDS = {"gb_residual", "mtl", "mle", "contextual", "blend"}


def test_the_demo_trains_every_kind_and_projects_with_them(fbm: Fbm, tmp_path: Path) -> None:
    told = fbm("demo", "--keep", str(tmp_path / "kept"))
    assert told.code == 0, told.err[-2000:]
    assert [line for _, line in SCRIPT if f"$ fbm {line}\n" not in told.out] == []
    listed = fbm("--home", str(tmp_path / "kept"), "--registry", str(tmp_path / "kept/registry"), "ml", "list")
    assert {kind for kind in KINDS if kind in listed.out} == KINDS
