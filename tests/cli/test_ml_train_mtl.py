"""`fbm ml train-mtl`, and what the other commands do with its models."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from fbm.app.cli.main import main
from fbm.app.wiring.registry import create_model_registry
from tests.cli.conftest import Fbm

YEARS = ("--years", "2011-2013")
TRAIN = ("ml", "train-mtl", *YEARS, "--epochs", "2")

CHILD = """
import sys
from fbm.adapters.progress import TerminalProgress
from fbm.app.cli.main import main

def told(self, figures):
    print(sorted(figures), flush=True)

TerminalProgress.tell = told
sys.exit(main(sys.argv[1:]))
"""
"""The real command; it says on stdout that a pass is done."""


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Season tables of a small simulated league."""
    home = tmp_path_factory.mktemp("league")
    words = ("data", "simulate", "--first-season", "2008", "--last-season", "2013", "--teams", "6")
    assert main(("--home", str(home), *words)) == 0
    return home


@pytest.fixture
def with_league(home: Path, league: Path) -> Path:
    home.mkdir(parents=True)
    (home / "data").symlink_to(league / "data")
    return home


@pytest.mark.usefixtures("with_league")
def test_a_trained_network_is_listed_told_compared_deleted_and_restored_like_any_other(fbm: Fbm) -> None:
    first, second = fbm(*TRAIN, "--json"), fbm(*TRAIN, "--validate", "--seed", "7", "--json")
    assert (first.code, second.code) == (0, 0)
    made = json.loads(second.out)
    assert (made["model_type"], made["name"]) == ("mtl", "default_v2")
    assert [part["player_type"] for part in made["parts"]] == ["batter", "pitcher"]
    assert made["parts"][0]["metrics"]["validation"]["season"] == 2013

    listed = json.loads(fbm("ml", "list", "--type", "mtl", "--json").out)["models"]
    assert [(row["name"], row["player_type"]) for row in listed] == [
        ("default", "batter"), ("default", "pitcher"), ("default_v2", "batter"), ("default_v2", "pitcher"),
    ]  # fmt: skip
    assert fbm("ml", "info", "default_v2").code == 0
    compared = fbm("ml", "compare", "default", "default_v2", "--type", "mtl", "-p", "batter", "--json")
    assert "fitted.blend.hr" in json.loads(compared.out)["config_diff"]
    assert fbm("ml", "delete", "default_v2", "--type", "mtl", "--yes").code == 0
    assert len(json.loads(fbm("ml", "list", "--type", "mtl", "--json").out)["models"]) == 2
    assert fbm("ml", "restore", "default_v2", "--type", "mtl").code == 0
    assert fbm("project", "2014", "--pipeline", "marcel_mtl", "--top", "1").code == 0


@pytest.mark.usefixtures("with_league")
def test_it_is_the_short_form_of_train(fbm: Fbm) -> None:
    runs = (TRAIN, ("ml", "train", "--type", "mtl", *YEARS, "--epochs", "2"))
    one_type = ("-p", "pitcher", "--json")
    digests = [json.loads(fbm(*words, *one_type).out)["parts"][0]["digest"] for words in runs]
    assert digests[0] == digests[1]


@pytest.mark.usefixtures("with_league")
def test_training_again_gives_the_same_bytes(fbm: Fbm) -> None:
    assert fbm(*TRAIN, "-p", "pitcher", "--name", "line").code == 0
    assert "bit for bit" in fbm("ml", "retrain", "line").err


@pytest.mark.usefixtures("with_league")
def test_the_curve_is_kept_beside_the_model(fbm: Fbm) -> None:
    fbm(*TRAIN, "-p", "batter")
    told = json.loads(fbm("ml", "info", "default", "--type", "mtl", "--json").out)
    assert "training_curve" in json.dumps(told)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--epochs", "0"), 2, "--epochs 0 would train nothing: give 1 or more."),
        (("--device", "abacus"), 2, "There is no device 'abacus'"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(fbm: Fbm, words: tuple[str, ...], code: int, said: str) -> None:
    ended = fbm("ml", "train-mtl", *YEARS, *words)
    assert ended.code == code
    assert said in ended.err


def test_cuda_that_is_not_there_is_refused(fbm: Fbm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    ended = fbm("ml", "train-mtl", *YEARS, "--device", "cuda")
    assert (ended.code, ended.err) == (
        1,
        "fbm: There is no CUDA device here: leave --device out, or give --device cpu.\n",
    )


@pytest.mark.parametrize("option", [("--epochs", "3"), ("--device", "cpu")])
def test_settings_of_networks_mean_nothing_to_other_kinds(fbm: Fbm, option: tuple[str, str]) -> None:
    ended = fbm("ml", "train", *YEARS, *option)
    assert ended.code == 2
    assert f"{option[0]} means nothing to a gb_residual model" in ended.err


def test_an_interrupted_training_leaves_nothing(with_league: Path) -> None:
    words = ("--home", str(with_league), "ml", "train-mtl", *YEARS)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "['best', 'epoch', 'loss']\n"
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert said == "fbm: Interrupted; nothing was left half done.\n"
    listing = create_model_registry(with_league / "registry").list_all().unwrap()
    assert (listing.models, listing.problems) == ((), ())
    assert list((with_league / "registry").rglob("*")) == []
