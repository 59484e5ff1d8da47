"""Light commands stay light: what a listing does not need is never imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "lightgbm", "numpy", "polars", "pandas", "sklearn", "joblib", "pydantic", "scipy")
SCRIPT = """
import sys
from fbm.app.cli.main import main
main(sys.argv[1:])
print("loaded", *sorted(sys.modules))
"""


@pytest.mark.parametrize(
    "line",
    ["--help", "ml list", "ml list --json", "ml delete default --yes", "ml restore default", "ml delete x --yes"],
)
@pytest.mark.usefixtures("published")
def test_light_commands_import_nothing_heavy(line: str, home: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, *line.split()]
    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=True)
    loaded = ended.stdout.splitlines()[-1].split()
    assert loaded[0] == "loaded"
    assert [name for name in HEAVY if name in loaded] == []
