"""Saves, holds, blown saves and quality starts by the rules of scoring.

Shapes: `a` turns on the mound, `g` games.

References
----------
Official Baseball Rules, 9.17 (winning pitcher) and 9.19 (saves). Holds and blown saves have no rule of their own; they
follow the save situation as MLB's glossary tells it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fbm.domain.relief.plays import Plays, Turns, turns_of
from fbm.domain.relief.starts import quality_starts
from fbm.domain.seasons import BoolArray, FloatArray, IntArray

CLOSE: Final = 3
"""Runs of lead up to which a reliever can save a game in one inning."""

INNING: Final = 3
FIVE_INNINGS: Final = 15
"""Outs a starter must make to win; before they are made nobody holds a lead or blows a save."""

LONG: Final = 9
"""Outs that make a save whatever the lead was."""


class Decisions(NamedTuple):
    """What each turn was credited with, shape (a,); `quality` is 1, 0, or NaN where the plays do not tell."""

    turns: Turns
    saves: BoolArray
    holds: BoolArray
    blown: BoolArray
    quality: FloatArray


def decide(plays: Plays) -> Decisions:
    """Score the starts and the relief of whole games.

    Returns
    -------
    Decisions
        A save goes to who finishes a game that his team wins, is not its winning pitcher, makes an out, and came in
        either with a lead of three runs or less and made three outs, or with the tying run on base, at bat or on deck,
        or made nine outs. A hold goes to who came in in a save situation, made an out, did not finish and never let
        the lead go; a blown save to who let it go; neither before his team has been in the field for five innings.
        For quality starts see `quality_starts`.
    """
    turns = turns_of(plays)
    won = _won(plays, turns)
    relieves = ~turns.starts
    tying_near = (turns.lead >= 1) & (turns.lead <= turns.runners + 2)
    near = ((turns.lead >= 1) & (turns.lead <= CLOSE)) | tying_near
    worth = (near & (turns.outs >= INNING)) | tying_near | ((turns.lead >= 1) & (turns.outs >= LONG))
    winner = np.zeros(len(turns), dtype=np.bool_)
    winner[_winners(plays, turns, won)] = True
    credited = relieves & ~winner & (turns.outs >= 1)
    kept, late = turns.least >= 1, turns.before >= FIVE_INNINGS
    return Decisions(
        turns=turns,
        saves=credited & turns.finishes & won & worth & kept,
        holds=credited & ~turns.finishes & near & kept & late,
        blown=relieves & near & ~kept & late,
        quality=quality_starts(plays, turns),
    )


def _won(plays: Plays, turns: Turns) -> BoolArray:
    """Whether the team of each turn won its game."""
    away, home = plays.score_after()
    last = np.flatnonzero(np.append(plays.game[1:] != plays.game[:-1], True))
    ahead = np.sign(home - away)[last]
    game_of_last = np.argsort(np.argsort(plays.game[last], kind="stable"))
    by_game = np.zeros(len(last), dtype=np.int64)
    by_game[game_of_last] = ahead
    result: BoolArray = by_game[turns.game] == 2 * turns.home - 1
    return result


def _winners(plays: Plays, turns: Turns, won: BoolArray) -> IntArray:
    """Turn of the winning pitcher of each game that has one."""
    after_away, after_home = plays.score_after()
    bounds = _bounds(plays)
    found = []
    for game, (begin, end) in enumerate(bounds):
        mine = _mine(turns, won, game)
        if len(mine):
            lead = (after_home - after_away)[begin:end] * (2 * int(turns.home[mine[0]]) - 1)
            found.append(_winner(turns, mine, begin + _taken(lead)))
    return np.array(found, dtype=np.int64)


def _mine(turns: Turns, won: BoolArray, game: int) -> IntArray:
    begin, end = np.searchsorted(turns.game, [game, game + 1])
    return np.arange(begin, end)[won[begin:end]]


def _bounds(plays: Plays) -> list[tuple[int, int]]:
    """First play and end of each game, games in the order of their names."""
    begins = np.flatnonzero(np.concatenate(([True], plays.game[1:] != plays.game[:-1])))
    ends = np.append(begins[1:], len(plays))
    order = np.argsort(plays.game[begins], kind="stable")
    return list(zip(begins[order].tolist(), ends[order].tolist(), strict=True))


def _taken(lead: IntArray) -> int:
    """Play on which the winners went ahead for good."""
    not_ahead = np.flatnonzero(lead <= 0)
    return int(not_ahead[-1]) + 1 if len(not_ahead) else 0


def _winner(turns: Turns, mine: IntArray, play: int) -> int:
    """Who pitched last before the lead was taken; a starter who left early makes room for the longest reliever."""
    came = mine[turns.first[mine] < play]
    pitching = came[-1] if len(came) else mine[0]
    if not turns.starts[pitching] or turns.outs[pitching] >= FIVE_INNINGS or len(mine) == 1:
        return int(pitching)
    relief = mine[1:]
    return int(relief[np.argmax(turns.outs[relief])])
