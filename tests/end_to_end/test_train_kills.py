"""`fbm ml train` killed at random moments of its publish step: whole releases or nothing, and the next one works."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fbm.app.cli.main import main
from fbm.app.wiring.registry import create_model_registry

TRAIN = ("ml", "train", "--years", "2013-2014", "--name", "line")

CHILD = """
import sys
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.app.cli.main import main

put = FilesystemStorage.put

def announced(self, key, data, *, durable=True):
    print("publishing", flush=True)
    return put(self, key, data, durable=durable)

FilesystemStorage.put = announced
sys.exit(main(sys.argv[1:]))
"""
"""The real command; its first write says that the publish step has begun."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small simulated league."""
    home = tmp_path_factory.mktemp("home")
    words = ("data", "simulate", "--first-season", "2010", "--last-season", "2014", "--teams", "6")
    assert main(("--home", str(home), *words)) == 0
    return home


def kill_while_publishing(home: Path, delay_s: float) -> None:
    """Run a training and kill it `delay_s` after its first write."""
    words = ("--home", str(home), *TRAIN)
    child = subprocess.Popen([sys.executable, "-c", CHILD, *words], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "publishing\n"
    time.sleep(delay_s)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def check_every_listed_version(home: Path) -> int:
    """Load all that is listed; gives the number of versions."""
    registry = create_model_registry(home / "registry")
    listing = registry.list_all().unwrap()
    assert listing.problems == ()
    versions: dict[int, list[str]] = {}
    for model in listing.models:
        versions.setdefault(model.version, []).append(model.player_type)
        registry.load(model.name, model.model_type, model.player_type).unwrap()
    assert all(parts == ["batter", "pitcher"] for parts in versions.values())
    return len(versions)


def killed_again_and_again(home: Path, kills: int) -> None:
    rng = random.Random(kills)
    for _ in range(kills):
        kill_while_publishing(home, rng.uniform(0.0, 0.04))
        check_every_listed_version(home)
    before = check_every_listed_version(home)
    assert main(("--home", str(home), *TRAIN)) == 0
    assert check_every_listed_version(home) == before + 1


def test_four_kills_leave_whole_releases_and_the_next_training_works(home: Path) -> None:
    killed_again_and_again(home, 4)


@pytest.mark.slow
def test_fifty_kills_leave_whole_releases_and_the_next_training_works(home: Path) -> None:
    killed_again_and_again(home, 50)
