"""`fbm ml train --type blend`, and what the other commands do with its models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fbm.adapters.boosting.blend_trainer import BlendTrainer
from fbm.adapters.neural.layers import fit_layer_network
from fbm.app.cli.main import main
from fbm.app.wiring import kinds
from fbm.domain.ports.training import Trainer
from fbm.domain.projection.batch import Playing
from tests.cli.conftest import Fbm
from tests.layers import QUICK

TRAIN = ("ml", "train", "--type", "blend", "--years", "2010-2016")


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Season tables of a small simulated league."""
    home = tmp_path_factory.mktemp("league")
    words = ("data", "simulate", "--first-season", "2005", "--last-season", "2017", "--teams", "12")
    assert main(("--home", str(home), *words)) == 0
    return home


@pytest.fixture
def with_league(home: Path, league: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home.mkdir(parents=True)
    (home / "data").symlink_to(league / "data")

    def quick() -> dict[Playing, Trainer]:
        return {player_type: BlendTrainer(spec, fit_layer_network) for player_type, spec in QUICK.items()}

    monkeypatch.setattr(kinds, "blend_trainers", quick)
    return home


@pytest.mark.usefixtures("with_league")
def test_a_trained_blend_is_listed_told_compared_projected_and_deleted_like_any_other(fbm: Fbm) -> None:
    ended = fbm(*TRAIN, "--validate", "--json")
    assert "below the majors" not in ended.err
    made = json.loads(ended.out)
    assert (made["model_type"], made["name"]) == ("blend", "default")
    assert made["parts"][0]["metrics"]["validation"]["season"] == 2016
    assert fbm(*TRAIN, "--seed", "9", "--tracking", "off", "--minors", "off").code == 0
    listed = json.loads(fbm("ml", "list", "--type", "blend", "--json").out)
    assert {row["name"] for row in listed["models"]} == {"default", "default_v2"}
    short = fbm("ml", "train", "--type", "blend", "--years", "2013-2016", "--name", "short")
    assert "reads no seasons below the majors" in short.err
    told = fbm("ml", "info", "default@2", "--type", "blend")
    assert told.code == 0
    assert "--tracking off --minors off" in " ".join(told.out.split())
    assert fbm("ml", "compare", "default@1", "default@2", "--type", "blend").code == 0
    one, two = (fbm("project", "2017", "--pipeline", "blend", "--json").out for _ in range(2))
    assert one == two
    assert json.loads(one)["models"][0]["name"] == "default_v2"
    assert fbm("ml", "delete", "default@2", "--type", "blend", "--yes").code == 0
    assert json.loads(fbm("project", "2017", "--pipeline", "blend", "--json").out)["models"][0]["name"] == "default"


@pytest.mark.usefixtures("with_league")
@pytest.mark.parametrize("minors", ["auto", "off"])
def test_a_blend_trained_again_on_the_same_tables_is_the_same(fbm: Fbm, minors: str) -> None:
    assert fbm(*TRAIN, "--minors", minors).code == 0
    again = fbm("ml", "retrain", "default", "--type", "blend")
    assert "have changed" not in again.err
    assert "bit for bit" in again.err


@pytest.mark.usefixtures("with_league")
@pytest.mark.parametrize("pipeline", ["marcel", "baseline", "blend"])
def test_every_number_comes_with_its_quantiles(fbm: Fbm, pipeline: str) -> None:
    if pipeline == "blend":
        assert fbm(*TRAIN).code == 0
    sheet = json.loads(fbm("project", "2017", "--pipeline", pipeline, "--quantiles", "--json").out)
    for rows, volume, count in ((sheet["batters"], "pa", "hr"), (sheet["pitchers"], "ip", "so")):
        for row in rows:
            for name in (volume, count):
                assert row[f"{name}_p10"] <= row[f"{name}_p50"] <= row[f"{name}_p90"]
        assert rows[0][f"{volume}_p90"] > rows[0][f"{volume}_p10"]


@pytest.mark.usefixtures("with_league")
def test_quantiles_that_are_not_to_be_seen_are_said_to_be_elsewhere(fbm: Fbm) -> None:
    told = "fbm: Quantiles have no room in print: --out FILE and --json have them.\n"
    asked = ("project", "2017", "--quantiles", "--top", "1")
    assert fbm(*asked).err.count(told) == 1
    assert told not in fbm(*asked, "--json").err


@pytest.mark.usefixtures("with_league")
def test_quantiles_need_enough_seasons_to_learn_from(fbm: Fbm) -> None:
    ended = fbm("project", "2009", "--pipeline", "marcel", "--quantiles")
    assert ended.code == 1
    assert "leave --quantiles out" in ended.err


@pytest.mark.usefixtures("with_league")
def test_quantiles_are_of_everybody(fbm: Fbm) -> None:
    assert fbm("project", "2017", "--pipeline", "baseline", "--playing-time", "regular", "--quantiles").code == 2


@pytest.mark.usefixtures("with_league")
def test_boosted_residuals_stand_on_the_baseline_too(fbm: Fbm) -> None:
    words = ("ml", "train", "--type", "gb_residual", "--pipeline", "baseline", "--years", "2014-2016")
    assert fbm(*words).code == 0
    plain, boosted = (
        json.loads(fbm("project", "2017", "--pipeline", pipeline, "--json").out)["batters"]
        for pipeline in ("baseline", "baseline_gb")
    )
    runs = {row["player_id"]: row["hr"] for row in plain}
    assert any(row["hr"] != runs[row["player_id"]] for row in boosted)
    assert fbm("project", "2017", "--pipeline", "marcel_gb").code == 1
