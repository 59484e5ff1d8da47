"""Whom a roster is about: who bats and pitches, and players by the ids of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from returns.result import Result, Success

from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.rosters import Stranger, understand
from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.season_tables import SIMULATED, BadFile
from fbm.domain.ports.season_tables import League as Seasons
from fbm.domain.ports.sources import SourceError
from fbm.domain.seasons import History, Lines
from tests.app.fakes_data import MemorySeasonTables
from tests.app.test_rosters import SEASON, batter, before, pitcher, plain
from tests.app.test_translating import by_player, trained
from tests.fakes_progress import Silent


def two_way() -> tuple[str, History]:
    """Make one of a batter and a starter."""
    player, arm = (str(row["player_id"]) for row in (batter(), pitcher("SP")))

    def one(lines: Lines) -> Lines:
        return replace(lines, player_id=np.where(lines.player_id == arm, player, lines.player_id))

    history = before()
    return player, replace(history, pitching=one(history.pitching), positions=one(history.positions))


def told_two_way(*lines: RosterLine) -> Projected:
    tables = MemorySeasonTables()
    tables.replace(Seasons(two_way()[1], SIMULATED), Silent()).unwrap()
    request = ProjectionRequest(SEASON, "marcel", {}, rosters=lines)
    return project_season(request, source=tables, registry=trained()).unwrap()


def test_who_bats_and_pitches_may_have_a_line_as_each() -> None:
    player, _ = two_way()
    lines = RosterLine("r.csv", 2, player, role="dh", pa=555.0), RosterLine("r.csv", 3, player, role="SP", outs=300.0)
    for order in (lines, lines[::-1]):
        found = told_two_way(*order)
        bats, pitches = by_player(found.sheet.batters)[player], by_player(found.sheet.pitchers)[player]
        assert (bats["pa"], bats["position"]) == (555, "DH")
        assert (pitches["ip"], pitches["position"]) == (100, "SP")
        assert found.roster_notes == ()


def test_what_is_said_of_a_pitcher_s_innings_names_his_line_as_a_pitcher() -> None:
    player, _ = two_way()
    lines = RosterLine("r.csv", 2, player, role="dh", pa=555.0), RosterLine("r.csv", 3, player, role="CL")
    assert [note.line for note in told_two_way(*lines).roster_notes] == [lines[1]]


@pytest.mark.parametrize("fields", [{"pa": 1.0}, {"role": "dh"}, {"share": 0.5}, {"role": "SP", "pa": 1.0}])
def test_a_second_line_about_the_same_side_of_a_player_is_refused(fields: dict[str, Any]) -> None:
    player, history = two_way()
    first = RosterLine("r.csv", 2, player, pa=500.0)
    refused = understand((first, RosterLine("r.csv", 3, player, **fields)), history).failure()
    assert isinstance(refused, BadFile)
    assert (refused.line, refused.reason) == (3, "stands on line 2 too")


class Numbered:
    """Knows players by MLB's and FanGraphs' numbers."""

    def __init__(self, *players: str) -> None:
        self._players = players

    def crosswalk_of(self, players: Sequence[str]) -> Result[Crosswalk, SourceError]:
        held = [player for player in self._players if player in players]
        number = np.array([str(row) for row, _ in enumerate(held)], dtype=np.str_)
        empty = np.full(len(held), "")
        ids = {**dict.fromkeys((*MAKERS, *PLATFORMS), empty), "mlbam": number, "fangraphs": np.char.add("sa", number)}
        unknown = np.full(len(held), np.nan)
        return Success(Crosswalk(np.array(held), empty, empty, unknown, unknown, unknown, empty, ids))


@pytest.mark.parametrize("called", ["mlbam:1", "fangraphs:sa1"])
def test_a_player_is_found_by_the_ids_of_others(called: str) -> None:
    one, other = (str(row["player_id"]) for row in plain().sheet.batters[:2])
    line = RosterLine("r.csv", 2, called, pa=1.0)
    found = understand((line,), before(), None, Numbered(one, other)).unwrap()
    assert (set(found.rosters.spots), found.notes) == ({other}, ())
    assert understand((line,), before()).unwrap().notes == (Stranger(line),)
