"""An explanation tells what a line was made from, the minors too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fbm.app.cli.explanation import explained_data, explained_text
from fbm.app.explaining import Explained, SeveralPlayers, explain_player
from fbm.app.projection_request import Projected
from fbm.domain.projection.sheet import Row
from tests.app.test_rosters import SEASON, made, newcomers
from tests.minor_leagues import league


def explained(projected: Projected, row: Row) -> Explained:
    return explain_player(projected, str(row["player_id"])).unwrap()


def test_a_prospect_is_shown_with_his_lines_below_the_majors_level_by_level() -> None:
    projected = made()
    row = newcomers(projected.sheet.batters)[0]
    (below,) = explained(projected, row).below
    lines = league().minors.batting.between(SEASON - 3, SEASON - 1)
    mine = lines.take(lines.player_id == row["player_id"])
    assert sum(line.volume for line in below) == mine.counts["pa"].sum()
    assert sum(line.counts["hr"] for line in below) == mine.counts["hr"].sum()
    assert {(line.season, line.level) for line in below} == set(
        zip(mine.season.tolist(), mine.level.tolist(), strict=True)
    )
    assert [line.season for line in below] == sorted((line.season for line in below), reverse=True)


def test_pitchers_below_the_majors_have_innings() -> None:
    projected = made()
    row = newcomers(projected.sheet.pitchers)[0]
    lines = league().minors.pitching.between(SEASON - 3, SEASON - 1)
    outs = lines.counts["outs"][lines.player_id == row["player_id"]].sum()
    (below,) = explained(projected, row).below
    assert sum(line.volume for line in below) == pytest.approx(outs / 3)


def test_playing_time_of_prospects_is_said_to_be_everybodys() -> None:
    projected = made()
    row = newcomers(projected.sheet.batters)[0]
    found = explained(projected, row)
    text = explained_text(projected.sheet, found, width=80)
    assert "those who never come up\nincluded" in text
    assert max(map(len, text.splitlines())) <= 80
    (told,) = json.loads(json.dumps(explained_data(projected.sheet, found)))["explanations"]
    assert told["playing_time"] == {"rule": "prospects", "seasons": {}}
    assert told["below"][0].keys() == {"season", "level", "volume", "counts"}


@pytest.mark.parametrize(("pipeline", "rule", "seasons"), [("marcel", "marcel", 2), ("baseline", "fitted", 3)])
def test_playing_time_of_the_established_names_the_seasons_that_went_into_it(
    pipeline: str, rule: str, seasons: int
) -> None:
    projected = made(pipeline=pipeline)
    row = projected.sheet.batters[0]
    found = explained(projected, row)
    (time,), ((way,), (below,)) = found.playing_time, (found.explanations, found.below)
    read = [one for one in way.past if one.name.isdigit()][-seasons:]
    assert time.rule == rule
    assert time.seasons == {one.name: one.volume for one in read}
    assert below == ()
    text = explained_text(projected.sheet, found, width=80)
    assert all(f"{one.volume:.0f} PA in {one.name}" in text for one in read)
    assert max(map(len, text.splitlines())) <= 80


def test_of_several_who_may_be_meant_those_who_play_most_are_named_first() -> None:
    projected = made()
    rows = {str(row["player_id"]): row for row in (*projected.sheet.pitchers, *projected.sheet.batters)}
    refused = explain_player(projected, "a").failure()
    assert isinstance(refused, SeveralPlayers)
    named = [rows[text.rpartition("(")[2].rstrip(")").partition(",")[0]] for text in refused.players]
    times = [float(str(row.get("pa", 0.0))) or 3 * float(str(row.get("ip", 0.0))) for row in named]
    assert len(times) > 10
    assert times == sorted(times, reverse=True)


def renamed(name: str, other: str = "") -> Projected:
    """Call the first batter by a name, and the second by another."""
    projected = made(pipeline="marcel")
    first, second, *rest = projected.sheet.batters
    told = ({**first, "name": name, "fangraphs_id": "sa77"}, {**second, "name": other or second["name"]})
    return replace(projected, sheet=replace(projected.sheet, batters=(*told, *rest)))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("J. T. Xanmuto", "J.T. Xanmuto"),
        ("J. T. Xanmuto", "JT Xanmuto"),
        ("Ronald Xanuña", "ronald xanuna jr."),
        ("Xan-Jin O'Ryu", "Xan Jin O\u2019Ryu"),
        ("Xan Betts", "  Xan   Betts "),
        ("Xan Betts", "sa77"),
    ],
)
def test_a_player_is_found_however_his_name_is_spelled(name: str, wanted: str) -> None:
    assert explain_player(renamed(name), wanted).unwrap().rows[0]["name"] == name


def test_who_is_called_exactly_so_goes_before_who_is_nearly_called_so() -> None:
    projected = renamed("Xan Betts", "Xan Betts Jr.")
    for wanted in ("Xan Betts", "xan betts jr."):
        assert str(explain_player(projected, wanted).unwrap().rows[0]["name"]).lower() == wanted.lower()
