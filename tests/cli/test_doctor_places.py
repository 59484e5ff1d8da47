"""What the doctor says of a home that can only be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Fbm

READ_ONLY = 'mount -t tmpfs none "$1" && mount -o remount,ro "$1" && exec "$2" -m fbm --home "$1" doctor'


def test_a_home_on_a_disk_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here to mount a disk with")
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    words = [*own, "sh", "-c", READ_ONLY, "sh", str(tmp_path), sys.executable]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("no disk can be mounted here")
    assert "(read-only: Read-only file" in " ".join(done.stdout.split())


def test_a_home_that_can_be_written_is_told_by_its_place_alone(fbm: Fbm, home: Path) -> None:
    home.mkdir()
    assert "read-only" not in fbm("doctor").out
    assert list(home.iterdir()) == []
