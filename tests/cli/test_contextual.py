"""`fbm contextual`: from simulated pitches to a pipeline, and what the registry's commands do with the networks."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fbm.adapters.runs import RunFolder
from fbm.app.cli.main import main
from fbm.app.wiring.registry import create_model_registry
from tests.cli.conftest import Fbm


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with pitches of a small league, a pretrained network that saw all but the last season, and a tuned one."""
    home = tmp_path_factory.mktemp("pitches")
    for line in (
        "data simulate --first-season 2018 --last-season 2022 --teams 6 --pitches --pitch-games 20",
        "contextual pretrain --epochs 1 --games 400 --seasons 2018-2021",
        "contextual finetune --epochs 2 --seasons 2018-2021",
    ):
        assert main(["--home", str(home), "--registry", str(home / "registry"), *line.split()]) == 0
    return home


@pytest.fixture
def ctx(home: Path, fbm: Fbm) -> Fbm:
    return lambda *words: fbm("--home", str(home), "--registry", str(home / "registry"), *words)


def test_list_shows_them_with_their_parts(ctx: Fbm) -> None:
    rows = json.loads(ctx("ml", "list", "--type", "contextual", "--json").out)
    found = {(row["base_name"], row["player_type"]) for row in rows["models"]}
    assert found == {("pretrain", "shared"), ("default", "batter"), ("default", "pitcher")}


def documented(command: str) -> set[str]:
    """Keys of a command's JSON as the page on the model names them."""
    page = (Path(__file__).parents[2] / "docs" / "models" / "contextual.md").read_text()
    (row,) = re.findall(rf"^\| `{command}` \| (.*) \|$", page, re.MULTILINE)
    return set(re.findall(r"`(\w+)`", row.split(";")[0]))


def test_json_has_the_keys_that_are_documented(ctx: Fbm) -> None:
    for command in (
        "prepare-data",
        "pretrain --games 40 --epochs 1 --name keys",
        "finetune -p batter --epochs 1 --name keys_tuned",
        "evaluate default -p batter",
    ):
        told = ctx("contextual", *command.split(), "--json")
        assert told.code == 0, told.err
        assert set(json.loads(told.out)) == documented(command.split()[0])


def test_fine_tuning_tells_what_was_held_out_and_what_was_fitted(ctx: Fbm) -> None:
    told = ctx("contextual", "finetune", "-p", "batter", "--epochs", "1", "--name", "fitted", "--json")
    (part,) = json.loads(told.out)["parts"]
    assert set(part) == {"player_type", "digest", "stats", "metrics", "config"}
    assert set(part["metrics"]["held_out"]) == {"season", "windows", *part["stats"]}
    assert set(part["config"]["fitted"]) == {"epochs", "blend", "trust", "sight", "weighed", "held_out"}
    assert part["config"]["fitted"]["held_out"] == [2021, 2022]


def test_a_line_lives_as_any_other_in_the_registry(home: Path, ctx: Fbm) -> None:
    registry = create_model_registry(home / "registry")
    for name, part in (("pretrain", "shared"), ("default", "batter"), ("default", "pitcher")):
        assert [one.version for one in registry.versions_of(name, "contextual", part).unwrap().models] == [1]
        assert ctx("ml", "info", name, "--type", "contextual", "-p", part).code == 0
        assert ctx("ml", "delete", name, "--type", "contextual", "-p", part, "--yes").code == 0
        assert registry.versions_of(name, "contextual", part).unwrap().models == ()
        assert ctx("ml", "restore", name, "--type", "contextual", "-p", part).code == 0
        assert len(registry.versions_of(name, "contextual", part).unwrap().models) == 1


def test_info_names_the_parent_by_digest(home: Path, ctx: Fbm) -> None:
    registry = create_model_registry(home / "registry")
    base = registry.metadata("pretrain", "contextual", "shared").unwrap()
    tuned = registry.metadata("default", "contextual", "batter").unwrap()
    (parent,) = tuned.lineage.parents
    assert (parent.ref, parent.digest) == ("contextual/pretrain", base.artifact.digest)
    assert ctx("ml", "info", "default", "--type", "contextual").code == 0


def test_the_command_that_trains_again_names_the_version_that_was_the_latest(home: Path) -> None:
    tuned = create_model_registry(home / "registry").metadata("default", "contextual", "batter").unwrap()
    assert "--base-model pretrain@1 --name default" in str(tuned.lineage.command)


def test_the_optimizer_stands_beside_the_network_and_the_checkpoint_is_gone(home: Path) -> None:
    facts = create_model_registry(home / "registry").metadata("pretrain", "contextual", "shared").unwrap()
    assert set(facts.attachments) == {"optimizer", "training_curve"}
    assert not (home / "runs" / "contextual-pretrain").exists()


def test_a_tuned_network_keeps_its_errors_beside_the_mean_of_the_context(home: Path) -> None:
    facts = create_model_registry(home / "registry").metadata("default", "contextual", "pitcher").unwrap()
    held = facts.metrics["held_out"]
    assert isinstance(held, dict)
    assert held["season"] == 2021
    assert set(held["so"]["rmse"]) == {"network", "mean_of_context", "league"}


def test_versions_are_compared_and_deleted(ctx: Fbm) -> None:
    assert ctx("contextual", "finetune", "-p", "batter", "--epochs", "1", "--name", "again").code == 0
    assert ctx("contextual", "finetune", "--perspective", "batter", "--epochs", "1", "--name", "again").code == 0
    compared = ctx("ml", "compare", "again", "again_v2", "--type", "contextual", "--player-type", "batter")
    assert compared.code == 0, compared.err
    assert ctx("ml", "delete", "again_v2", "--type", "contextual", "--yes").code == 0
    assert "again_v2" not in ctx("ml", "list", "--type", "contextual").out


def test_a_network_is_judged_on_a_season_it_never_saw(ctx: Fbm) -> None:
    guessed = json.loads(ctx("contextual", "evaluate", "pretrain", "--json").out)
    assert guessed["season"] == 2022
    assert set(guessed["guessed"]["result"]) >= {"network", "table", "marginal", "over_table"}
    told = json.loads(ctx("contextual", "evaluate", "default", "-p", "batter", "--json").out)
    assert set(told["rates"]["hr"]["rmse"]) == {"network", "mean_of_context", "league", "marcel"}


def test_a_season_of_training_judges_nothing(ctx: Fbm) -> None:
    refused = ctx("contextual", "evaluate", "pretrain", "--season", "2021")
    assert refused.code == 2
    assert "trained on 2021" in refused.err


@pytest.mark.parametrize("pipeline", ["contextual", "marcel_contextual"])
def test_pipelines_use_them_and_say_who_keeps_marcels_rates(ctx: Fbm, pipeline: str) -> None:
    made = ctx("project", "2023", "--pipeline", pipeline)
    assert made.code == 0, made.err
    assert "keep the rates they had" in made.err


def test_a_pin_holds_the_pitches_too(home: Path, fbm: Fbm, tmp_path: Path) -> None:
    copy, pin = tmp_path / "home", str(tmp_path / "sheet.pin")
    shutil.copytree(home / "data", copy / "data")
    words = ("--home", str(copy), "--registry", str(home / "registry"))
    assert fbm(*words, "project", "2023", "--pipeline", "contextual", "--pin", pin).code == 0
    assert fbm(*words, "project", "--from-pin", pin).code == 0
    before = json.loads(fbm(*words, "project", "2023", "--json").out)["data_fingerprint"]
    league = "--first-season 2018 --last-season 2022 --teams 6 --pitches --pitch-games 21 --replace-all"
    assert fbm(*words, "data", "simulate", *league.split()).code == 0
    assert json.loads(fbm(*words, "project", "2023", "--json").out)["data_fingerprint"] == before
    refused = fbm(*words, "project", "--from-pin", pin)
    assert refused.code == 1
    assert "The data tables differ from those that were pinned" in refused.err


def test_without_pitches_the_pipeline_says_where_to_get_them(home: Path, fbm: Fbm, tmp_path: Path) -> None:
    league = ("data", "simulate", "--first-season", "2018", "--last-season", "2022", "--teams", "6")
    assert fbm("--home", str(tmp_path), *league).code == 0
    words = ("--home", str(tmp_path), "--registry", str(home / "registry"))
    refused = fbm(*words, "project", "2023", "--pipeline", "contextual")
    assert refused.code == 1
    assert "fbm data import retrosheet" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pretrain", "--size", "huge"), "There is no size 'huge'"),
        (("pretrain", "--epochs", "0"), "--epochs 0 would train nothing"),
        (("pretrain", "--device", "tpu"), "There is no device 'tpu'"),
        (("finetune", "-p", "shared"), "shared"),
        (("finetune", "--head-rate", "-1"), "cannot be below 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(ctx: Fbm, words: tuple[str, ...], said: str) -> None:
    refused = ctx("contextual", *words)
    assert refused.code == 2
    assert said in refused.err


def test_a_base_that_was_never_trained_is_told_how_to_make(ctx: Fbm) -> None:
    refused = ctx("contextual", "finetune", "--base-model", "nothing-like-it")
    assert refused.code == 1
    assert "fbm contextual pretrain" in refused.err


def test_a_part_that_is_not_there_is_told_how_to_choose(ctx: Fbm) -> None:
    refused = ctx("contextual", "evaluate", "default")
    assert refused.code == 1
    assert "choose batter or pitcher by --player-type" in refused.err


def test_a_run_that_was_cut_off_is_told_of_when_another_takes_its_place(home: Path, ctx: Fbm) -> None:
    folder = RunFolder(home / "runs" / "contextual-cut")
    folder.save(b"of a run that was cut off")
    refused = ctx("contextual", "pretrain", "--games", "40", "--epochs", "1", "--name", "cut", "--resume")
    assert refused.code == 1
    assert "it is damaged" in refused.err
    assert folder.kept()
    again = ctx("contextual", "pretrain", "--games", "40", "--epochs", "1", "--name", "cut")
    assert again.code == 0
    assert "--resume goes on from what it left" in again.err
    assert not folder.kept()


def test_resuming_what_was_never_begun_is_refused(ctx: Fbm) -> None:
    refused = ctx("contextual", "pretrain", "--resume", "--name", "never")
    assert refused.code == 1
    assert "left no checkpoint" in refused.err


def test_fine_tuning_a_tuned_network_is_refused(ctx: Fbm) -> None:
    assert ctx("contextual", "finetune", "--base-model", "default").code == 1


@pytest.mark.slow
def test_an_interrupted_run_says_that_it_can_be_resumed(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "data", tmp_path / "data")
    words = ["contextual", "pretrain", "--games", "400", "--epochs", "100000", "--name", "stopped"]
    with subprocess.Popen(
        [sys.executable, "-m", "fbm", "--home", str(tmp_path), *words], stderr=subprocess.PIPE, text=True
    ) as run:
        deadline = time.monotonic() + 120
        while not RunFolder(tmp_path / "runs" / "contextual-stopped").kept() and time.monotonic() < deadline:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate()
    assert (run.returncode, said) == (
        130,
        "fbm: Interrupted; the same command with --resume goes on from the last checkpoint.\n",
    )
