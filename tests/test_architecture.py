"""ARCHITECTURE.md keeps up with the rooms."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_is_named_in_the_architecture_page() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text()
    source = ROOT / "src" / "fbm"
    packages = [p.parent.relative_to(source).as_posix() for p in source.glob("*/*/__init__.py")]
    assert [package for package in packages if f"`{package}" not in page] == []


def test_packages_below_the_top_re_export_nothing() -> None:
    inits = [p for p in (ROOT / "src" / "fbm").rglob("__init__.py") if p.parent.name != "fbm"]
    assert [str(p) for p in inits if re.search(r"^(from|import) ", p.read_text(), re.MULTILINE)] == []
