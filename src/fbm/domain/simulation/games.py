"""Simulated games, plate appearance by plate appearance: what batter and pitcher truly are decides.

All games of a season are played side by side. Shapes: g games, m of them still being played, n plate appearances.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.simulation.rosters import Rosters
from fbm.domain.simulation.runners import Situation, draw_events, move

NINE: Final = 9
LAST: Final = 12
"""A game is a draw after this inning."""
RELIEVERS: Final = 5
STARTER_LEAVES: Final = (4, 5, 5, 6, 6, 6, 7)
"""Innings after which starters leave; each reliever has one."""


@dataclass(frozen=True, slots=True)
class Appearances:
    """Plate appearances in the order of game and number; int64, shape (n,) each.

    Attributes
    ----------
    game, number : number from 1
    inning, half, outs, first, second, third, bat_score, fld_score : before it
    batter, pitcher : place in the rosters
    outcome : place in `OUTCOMES`, or `OUT`
    event, batted : codes of `EVENTS` and `BATTED_BALLS`
    """

    game: IntArray
    number: IntArray
    inning: IntArray
    half: IntArray
    outs: IntArray
    first: IntArray
    second: IntArray
    third: IntArray
    bat_score: IntArray
    fld_score: IntArray
    batter: IntArray
    pitcher: IntArray
    outcome: IntArray
    event: IntArray
    batted: IntArray

    def __len__(self) -> int:
        return len(self.game)


@dataclass(frozen=True, slots=True)
class Field:
    """Who is on the cards: side 0 is away, side 1 at home.

    Attributes
    ----------
    clubs : int64, shape (g, 2)
    lineup : int64, shape (g, 2, 9)
    staff : int64, shape (g, 2, 1 + RELIEVERS)
    leaves : int64, shape (g, 2)
        Inning after which the starter leaves.
    """

    clubs: IntArray
    lineup: IntArray
    staff: IntArray
    leaves: IntArray


def draw_field(rng: np.random.Generator, rosters: Rosters, games: int) -> Field:
    """Draw who plays whom, who bats and who pitches; those who play more in the season play more here."""
    clubs = _pairs(rng, len(rosters.clubs), games)
    batters, pitchers = rosters.batters, rosters.pitchers
    lineup = _pick(rng, clubs, batters.club, batters.weight, NINE)
    starter = _pick(rng, clubs, pitchers.club, pitchers.starts, 1)
    relievers = _pick(rng, clubs, pitchers.club, pitchers.relieved, RELIEVERS)
    leaves = rng.choice(np.array(STARTER_LEAVES), clubs.shape)
    return Field(clubs, lineup, np.concatenate([starter, relievers], axis=2), leaves)


def play_games(rng: np.random.Generator, rosters: Rosters, field: Field) -> Appearances:
    """Play games to their ends."""
    state = _State(len(field.clubs))
    steps: list[Appearances] = []
    while state.playing.any():
        steps.append(_step(rng, rosters, field, state))
    joined = {f.name: np.concatenate([getattr(step, f.name) for step in steps]) for f in fields(Appearances)}
    order = np.lexsort([joined["number"], joined["game"]])
    return Appearances(**{name: column[order] for name, column in joined.items()})


class _State:
    """Where each game stands; changed as they are played."""

    def __init__(self, games: int) -> None:
        self.playing: BoolArray = np.ones(games, dtype=np.bool_)
        self.number: IntArray = np.zeros(games, dtype=np.int64)
        self.inning: IntArray = np.ones(games, dtype=np.int64)
        self.half: IntArray = np.zeros(games, dtype=np.int64)
        self.outs: IntArray = np.zeros(games, dtype=np.int64)
        self.bases: BoolArray = np.zeros((games, 3), dtype=np.bool_)
        self.score: IntArray = np.zeros((games, 2), dtype=np.int64)
        self.due: IntArray = np.zeros((games, 2), dtype=np.int64)

    def situation(self, at: IntArray) -> Situation:
        return Situation(self.outs[at], self.bases[at, 0], self.bases[at, 1], self.bases[at, 2])

    def take(self, at: IntArray, after: Situation, runs: IntArray) -> None:
        """Write down what a plate appearance led to, and let innings and games end."""
        half = self.half[at]
        self.score[at, half] += runs
        self.due[at, half] = (self.due[at, half] + 1) % NINE
        self.outs[at] = after.outs
        self.bases[at] = np.stack([after.first, after.second, after.third], axis=1)
        self._end_innings(at)
        late, lead = self.inning[at] >= NINE, self.score[at, 1] - self.score[at, 0]
        decided_at_home = late & (self.half[at] == 1) & (lead > 0)
        over = (self.half[at] == 0) & (self.outs[at] == 0) & (self.inning[at] > NINE) & (half == 1)
        self.playing[at] &= ~(decided_at_home | (over & ((lead != 0) | (self.inning[at] > LAST))))

    def _end_innings(self, at: IntArray) -> None:
        done = at[self.outs[at] >= 3]
        self.outs[done] = 0
        self.bases[done] = False
        self.inning[done] += self.half[done]
        self.half[done] = 1 - self.half[done]


def _step(rng: np.random.Generator, rosters: Rosters, field: Field, state: _State) -> Appearances:
    """Play one plate appearance of every game that goes on."""
    at = np.flatnonzero(state.playing)
    half, inning = state.half[at], state.inning[at]
    state.number[at] += 1
    batter = field.lineup[at, half, state.due[at, half]]
    relief = np.clip(inning - field.leaves[at, 1 - half], 0, RELIEVERS)
    pitcher = field.staff[at, 1 - half, relief]
    now = state.situation(at)
    outcome = _draw(rng, rosters.batters.shares[batter] * rosters.pitchers.odds[pitcher])
    event, batted = draw_events(rng, outcome, now)
    bat_score, fld_score = state.score[at, half], state.score[at, 1 - half]
    number = state.number[at]
    state.take(at, *move(rng, event, now))
    first, second, third = (column.astype(np.int64) for column in now[1:])
    scores = {"bat_score": bat_score, "fld_score": fld_score}
    return Appearances(
        game=at, number=number, inning=inning, half=half, outs=now.outs, first=first, second=second, third=third,
        batter=batter, pitcher=pitcher, outcome=outcome, event=event, batted=batted, **scores,
    )  # fmt: skip


def _draw(rng: np.random.Generator, weight: FloatArray) -> IntArray:
    """Draw a column for each row, by weight."""
    total = np.cumsum(weight, axis=1)
    return np.asarray((rng.random(len(weight))[:, None] * total[:, -1:] > total).sum(axis=1))


def _pairs(rng: np.random.Generator, clubs: int, games: int) -> IntArray:
    """Let every club meet every other in turn, at home and away, shape (g, 2)."""
    pairs = np.array([(away, home) for away in range(clubs) for home in range(clubs) if away != home])
    rounds = [rng.permutation(pairs) for _ in range(-(-games // len(pairs)))]
    return np.concatenate(rounds)[:games]


def _pick(
    rng: np.random.Generator, clubs: IntArray, club: IntArray, weight: FloatArray, count: int
) -> npt.NDArray[np.int64]:
    """Pick different players of each club by weight (Gumbel's top k), shape (g, 2, count)."""
    picked = np.zeros((*clubs.shape, count), dtype=np.int64)
    for one in np.unique(clubs).tolist():
        players = np.flatnonzero((club == one) & (weight > 0))
        games = np.nonzero(clubs == one)
        keys = 1.5 * np.log(weight[players]) + rng.gumbel(size=(len(games[0]), len(players)))
        best = np.argsort(-keys, axis=1)[:, np.arange(count) % max(len(players), 1)]
        picked[games] = players[best]
    return picked
