"""Drafting: a projection valued by a league's rules."""

from __future__ import annotations

from dataclasses import replace

from returns.result import Result

from fbm.app.projection_request import Projected
from fbm.domain.projection.batch import WINDOW
from fbm.domain.valuation.draft_sheet import DraftSheet, TwoWay, valued
from fbm.domain.valuation.league import League
from fbm.domain.valuation.valuing import ValuationError


def draft(projected: Projected, league: League) -> Result[Projected, ValuationError]:
    """Put values into a projection; what a person should know of two-way players is among the notices.

    Positions are told by the last season a player was seen in, of those that a projection looks back on, after what
    a roster says.
    """
    season = projected.sheet.season
    recent = projected.history.between(season - WINDOW, season - 1)
    roles = projected.rosters.pitching()
    return valued(projected.sheet, league, recent, roles).map(lambda drafted: _with_notices(projected, drafted))


def _with_notices(projected: Projected, drafted: DraftSheet) -> Projected:
    notices = tuple(_two_way(player) for player in drafted.two_way)
    return replace(projected, sheet=drafted.sheet, notices=projected.notices + notices)


def _two_way(player: TwoWay) -> str:
    if len(player.kept) > 1:
        return f'{player.name} bats and pitches: he is drafted as two players (two_way = "best" makes him one).'
    return f"{player.name} bats and pitches: he is drafted once, as a {player.kept[0]}, where he is worth more."
