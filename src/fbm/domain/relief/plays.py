"""Plays as scoring reads them, and turns on the mound.

Shapes: `n` plays, `a` turns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fbm.domain.seasons import BoolArray, IntArray, StrArray


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of the batter and the runners of each play, in cwevent's codes.

    Attributes
    ----------
    event : int64, shape (n,)
        Kind of play.
    bases : int64, shape (n,)
        Bases taken before the play: 1 for first, 2 for second and 4 for third base, added up.
    charged : str, shape (n,)
        Pitcher charged with the batter, who may have left in the middle of a walk.
    went : int64, shape (n, 4)
        Where the batter and the runners of first, second and third base ended: on a base, out (0, as for nobody), or
        home (4; 5 where the run is not earned; 6 where it is earned off the pitcher, not off his team).
    """

    event: IntArray
    bases: IntArray
    charged: StrArray
    went: IntArray


@dataclass(frozen=True, slots=True)
class Plays:
    """Plays of whole games, ordered by game and as they happened.

    Attributes
    ----------
    game : str, shape (n,)
    home_bats : int64, shape (n,)
        1 while the home team bats.
    pitcher : str, shape (n,)
    away_team, home_team : str, shape (n,)
    away_score, home_score : int64, shape (n,)
        Before the play.
    outs, runs : int64, shape (n,)
        Made on the play.
    runners : int64, shape (n,)
        On base before the play.
    fates : Fates or None
        None where the files do not tell all of it.
    """

    game: StrArray
    home_bats: IntArray
    pitcher: StrArray
    away_team: StrArray
    home_team: StrArray
    away_score: IntArray
    home_score: IntArray
    outs: IntArray
    runs: IntArray
    runners: IntArray
    fates: Fates | None = None

    def __len__(self) -> int:
        return len(self.game)

    def score_after(self) -> tuple[IntArray, IntArray]:
        """Score of the away and the home team after each play."""
        return self.away_score + self.runs * (1 - self.home_bats), self.home_score + self.runs * self.home_bats


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns of pitchers on the mound, ordered by game, team and as they came.

    Attributes
    ----------
    game : int64, shape (a,)
        Number of the game.
    home : int64, shape (a,)
        1 for pitchers of the home team.
    pitcher, team : str, shape (a,)
    first : int64, shape (a,)
        Place of the first play.
    starts, finishes : bool, shape (a,)
        The first and the last of the team in the game.
    lead : int64, shape (a,)
        Of the pitcher's team when he came in; below 0 when it was behind.
    least : int64, shape (a,)
        Lowest lead after any of his plays.
    runners, outs : int64, shape (a,)
        On base when he came in, and made while he pitched.
    before : int64, shape (a,)
        Outs that his team had made in the field when he came in.
    """

    game: IntArray
    home: IntArray
    pitcher: StrArray
    team: StrArray
    first: IntArray
    starts: BoolArray
    finishes: BoolArray
    lead: IntArray
    least: IntArray
    runners: IntArray
    outs: IntArray
    before: IntArray

    def __len__(self) -> int:
        return len(self.game)


def turns_of(plays: Plays) -> Turns:
    """Cut the plays of each team in the field into its pitchers' turns; there must be a play."""
    _, games = np.unique(plays.game, return_inverse=True)
    home = 1 - plays.home_bats
    order = np.lexsort((np.arange(len(plays)), home, games))
    sides = 2 * games[order] + home[order]
    pitcher = plays.pitcher[order]
    changed = np.concatenate(([True], (sides[1:] != sides[:-1]) | (pitcher[1:] != pitcher[:-1])))
    begins = np.flatnonzero(changed[: len(order)])
    side = sides[begins]
    away_after, home_after = plays.score_after()
    sign = 2 * home - 1
    before = (sign * (plays.home_score - plays.away_score))[order]
    after = (sign * (home_after - away_after))[order]
    starts = np.concatenate(([True], side[1:] != side[:-1]))
    outs = np.add.reduceat(plays.outs[order], begins)
    made = np.cumsum(outs) - outs
    return Turns(
        game=games[order][begins],
        home=home[order][begins],
        pitcher=pitcher[begins],
        team=np.where(home == 1, plays.home_team, plays.away_team)[order][begins],
        first=order[begins],
        starts=starts,
        finishes=np.concatenate((side[1:] != side[:-1], [True])),
        lead=before[begins],
        least=np.minimum.reduceat(after, begins),
        runners=plays.runners[order][begins],
        outs=outs,
        before=made - made[np.flatnonzero(starts)][np.cumsum(starts) - 1],
    )
