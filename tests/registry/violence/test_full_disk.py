"""A disk that fills up in the middle of a publish: a named failure, nothing half there, and room is made again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

INSIDE = """
import sys
from pathlib import Path
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.ports.storage import StorageFailure
from tests.registry.samples import draft
from tests.registry.violence.test_races_and_kills import every_version_is_whole, nothing_is_damaged

place = Path(sys.argv[1])
(place.parent / "other").write_bytes(bytes(65536))
registry = create_model_registry(place)
published = 0
while True:
    result = registry.publish(draft(n=published, weights=[float(published)] * 3000))
    if result.value_or(None) is None:
        break
    published += 1
assert published > 2, published
failure = result.failure()
assert isinstance(failure, StorageFailure) and "no space left" in failure.reason, failure
assert every_version_is_whole(registry) == list(range(1, published + 1))
nothing_is_damaged(registry)
(place.parent / "other").unlink()
registry.delete("default@2", "gb_residual").unwrap()
assert registry.gc(dry_run=False).unwrap().blobs >= 2
assert registry.publish(draft(n=1, weights=[1.0] * 1000)).unwrap().version == published + 1
"""
"""Fills a small disk."""


def in_a_small_disk(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program where `folder` is a disk of one megabyte, seen by that program alone."""
    mount = 'mount -t tmpfs -o size=1m none "$1" && exec "$2" -c "$3" "$1/registry"'
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    words = [*own, "sh", "-c", mount, "sh", str(folder), sys.executable, program]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_publish_that_finds_no_room_leaves_nothing_half_there(tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here to mount a small disk with")
    if in_a_small_disk(tmp_path, "").returncode != 0:
        pytest.skip("no small disk can be mounted here")
    done = in_a_small_disk(tmp_path, INSIDE)
    assert (done.returncode, done.stderr) == (0, "")
