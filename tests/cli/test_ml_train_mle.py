from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adapters.sources.lahman_rows import FILES, write_lahman
from tests.cli.conftest import Fbm

LEAGUE = ("--first-season", "2008", "--last-season", "2016", "--teams", "8", "--seed", "3")


@pytest.fixture
def played(fbm: Fbm) -> Fbm:
    assert fbm("data", "simulate", *LEAGUE).code == 0
    return fbm


def test_equivalencies_are_trained_kept_and_used_from_the_command_line(played: Fbm) -> None:
    ended = played("ml", "train-mle", "--years", "2011-2015", "--validate", "--json")
    assert ended.code == 0
    trained = json.loads(ended.out)
    assert (trained["model_type"], trained["name"]) == ("mle", "default")
    assert {part["player_type"] for part in trained["parts"]} == {"batter", "pitcher"}
    assert all("validation" in part["metrics"] for part in trained["parts"])

    made = json.loads(played("project", "2016", "--pipeline", "marcel_mle", "--json").out)
    assert {row["origin"] for row in made["batters"]} == {"majors", "minors", "both"}
    assert [use["model_type"] for use in made["models"]] == ["mle", "mle"]


def test_versions_are_compared_listed_named_and_deleted_as_any_others(played: Fbm) -> None:
    for years in ("2011-2014", "2011-2015"):
        assert played("ml", "train", "--type", "mle", "--years", years, "--validate").code == 0
    listed = json.loads(played("ml", "list", "--type", "mle", "--json").out)
    assert [(row["name"], row["player_type"]) for row in listed["models"]] == [
        ("default", "batter"), ("default", "pitcher"), ("default_v2", "batter"), ("default_v2", "pitcher"),
    ]  # fmt: skip
    compared = json.loads(
        played("ml", "compare", "default", "default_v2", "--type", "mle", "-p", "batter", "--json").out
    )
    assert compared["training_years_diff"] == {"a_only": [], "b_only": [2015]}
    assert compared["metrics_diff"]
    assert played("ml", "alias", "default", "2", "champion", "--type", "mle").code == 0
    assert played("project", "2016", "--pipeline", "mle", "--model", "mle=default@champion", "--top", "1").code == 0
    assert "Seasons" in played("ml", "info", "default_v2", "--type", "mle").out
    assert played("ml", "delete", "default", "--type", "mle", "--yes").code == 0
    assert len(json.loads(played("ml", "list", "--type", "mle", "--json").out)["models"]) == 2


def test_a_version_is_trained_again_bit_for_bit(played: Fbm) -> None:
    assert played("ml", "train-mle", "--years", "2011-2014").code == 0
    again = played("ml", "retrain", "default", "--type", "mle")
    assert (again.code, again.err) == (0, "fbm: It is default again, bit for bit.\n")


def test_prospects_are_marked_and_told_apart_in_print(played: Fbm) -> None:
    assert played("ml", "train-mle", "--years", "2011-2015").code == 0
    shown = played("project", "2016", "--pipeline", "marcel_mle", "--top", "4").out
    assert "Batters from the minors" in shown
    assert "* from minor-league seasons, alone or together with those in the majors" in shown
    assert "from the minors" not in played("project", "2016", "--top", "4").out


def six_seasons() -> dict[str, str]:
    """Repeat the two seasons of the tiny directory, so that there are three before the one to learn from."""
    return {
        name: text + "".join(_later(text, years) for years in (2, 4))
        for name, text in FILES.items()
        if name != "People.csv"
    }


def _later(text: str, years: int) -> str:
    _, rows = text.split("\n", 1)
    return rows.replace("2002,", f"{2002 + years},").replace("2001,", f"{2001 + years},")


def test_without_minor_leagues_it_is_said_what_to_do(fbm: Fbm, tmp_path: Path) -> None:
    assert fbm("data", "simulate", *LEAGUE).code == 0
    folder = write_lahman(tmp_path / "lahman", six_seasons())
    assert fbm("data", "import", "lahman", str(folder), "--replace-all").code == 0
    ended = fbm("ml", "train-mle", "--years", "2005")
    assert ended.code == 1
    assert "No minor-league seasons are at hand: import them with `fbm data import minors FILE…`" in ended.err
