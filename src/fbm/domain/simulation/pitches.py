"""Pitches of a simulated league: games of some of its clubs, every pitch as Savant would have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fbm.domain.pitches.table import Pitches, in_order
from fbm.domain.pitches.words import PITCH_TYPES, RESULTS, STANDS
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, StrArray
from fbm.domain.simulation.counts import (
    BALL,
    FAST,
    HIT_BY_PITCH,
    PUT_IN_PLAY,
    STRUCK_OUT,
    SWINGING,
    TYPES,
    WALKED,
    Sequences,
    draw_sequences,
)
from fbm.domain.simulation.games import Appearances, Field, draw_field, play_games
from fbm.domain.simulation.league import SimulatedLeague
from fbm.domain.simulation.parks import team_names
from fbm.domain.simulation.rosters import Rosters, draw_rosters, mlbam_ids
from fbm.domain.simulation.shapes import Arsenals, Looks, draw_arsenals, draw_looks, hit
from fbm.domain.simulation.spec import LeagueSpec

STREAM: Final = 7_001
"""Sets the draws of pitches apart from those of the league with the same seed."""

ENDS: Final = np.array([WALKED, HIT_BY_PITCH, STRUCK_OUT, *[PUT_IN_PLAY] * 5])
"""End of a plate appearance by its outcome."""
PLAIN: Final = ("ball", "called_strike", "swinging_strike", "foul", "hit_into_play", "hit_by_pitch")
BLOCKED, SWINGING_BLOCKED, TIPPED = 0.09, 0.06, 0.07
"""Shares of breaking balls in the dirt, and of misses that the catcher blocks or that are tipped."""

OPENING_DAY, DAYS = "04-01", 180


@dataclass(frozen=True, slots=True)
class PitchSpec:
    """How much of a season is played out.

    Attributes
    ----------
    games : int
        Games in a season; one has about 290 pitches.
    clubs : int
        Clubs that play them, so that players have many games in a row.
    """

    games: int = 100
    clubs: int = 6


def simulate_pitches(league: SimulatedLeague, spec: LeagueSpec, pitching: PitchSpec) -> Iterator[Pitches]:
    """Play games of a league, season by season; the same specs give the same pitches.

    Yields
    ------
    Pitches
        Of one season. MLBAM ids are those of `fbm.domain.simulation.rosters.mlbam_ids`.
    """
    start, *seeds = np.random.SeedSequence([spec.seed, STREAM]).spawn(1 + len(spec.seasons))
    arsenals = draw_arsenals(np.random.default_rng(start), len(league.history.people))
    clubs = team_names(spec.teams)[: min(pitching.clubs, spec.teams)]
    for season, seed in zip(spec.seasons, seeds, strict=True):
        rosters = draw_rosters(league, season, clubs)
        yield _season(np.random.default_rng(seed), league, rosters, arsenals, pitching.games)


def _season(
    rng: np.random.Generator, league: SimulatedLeague, rosters: Rosters, arsenals: Arsenals, games: int
) -> Pitches:
    field = draw_field(rng, rosters, games)
    played = play_games(rng, rosters, field)
    person = rosters.pitchers.person[played.pitcher]
    drawn = draw_sequences(rng, ENDS[played.outcome], arsenals.mix[person])
    sides = _sides(league, rosters, played)
    looks = _looks(rng, drawn, played, arsenals, (person, sides[1]))
    who = (mlbam_ids(league.history.people), rosters)
    return _table(rng, _Played(field, played, drawn, looks, sides), who)


@dataclass(frozen=True, slots=True)
class _Played:
    """A season as it was played: games, plate appearances, pitches, measurements and sides."""

    field: Field
    played: Appearances
    drawn: Sequences
    looks: Looks
    sides: tuple[BoolArray, BoolArray]

    @property
    def last(self) -> BoolArray:
        """Whether a pitch is the last of its plate appearance."""
        ends = np.ones(len(self.drawn.appearance), dtype=np.bool_)
        ends[:-1] = np.diff(self.drawn.appearance) != 0
        return ends


def _sides(league: SimulatedLeague, rosters: Rosters, played: Appearances) -> tuple[BoolArray, BoolArray]:
    """Tell who bats from the left and who throws with the left, by plate appearance."""
    people = league.history.people
    bats = people.bats[rosters.batters.person[played.batter]]
    throws_left = people.throws[rosters.pitchers.person[played.pitcher]] == "L"
    return np.where(bats == "B", ~throws_left, bats == "L"), throws_left


def _looks(
    rng: np.random.Generator,
    drawn: Sequences,
    played: Appearances,
    arsenals: Arsenals,
    pitcher: tuple[IntArray, BoolArray],
) -> Looks:
    person, left = pitcher[0][drawn.appearance], pitcher[1][drawn.appearance]
    own = Arsenals(arsenals.speed[person], arsenals.mix[person], arsenals.moves[person])
    looks = draw_looks(rng, (drawn.kind, drawn.result), own, left=left)
    in_play = drawn.result == PLAIN.index("hit_into_play")
    batted = np.where(in_play, played.batted[drawn.appearance], -1)
    return hit(rng, looks, batted, played.event[drawn.appearance])


def _table(rng: np.random.Generator, season: _Played, who: tuple[IntArray, Rosters]) -> Pitches:
    """Write everything down in the pitch table's columns."""
    ids, rosters = who
    played, drawn, at = season.played, season.drawn, season.drawn.appearance
    games, game, date = _calendar(rosters, season.field)
    in_play = drawn.result == PLAIN.index("hit_into_play")
    columns: dict[str, npt.NDArray[np.generic]] = {
        "game": game[played.game[at]],
        "date": date[played.game[at]],
        "season": np.full(len(at), rosters.season),
        "regular": np.ones(len(at)),
        "at_bat": played.number[at],
        "pitch": drawn.number,
        "batter": ids[rosters.batters.person[played.batter[at]]],
        "pitcher": ids[rosters.pitchers.person[played.pitcher[at]]],
        "stand": np.where(season.sides[0], STANDS.index("L"), STANDS.index("R"))[at],
        "throws": np.where(season.sides[1], STANDS.index("L"), STANDS.index("R"))[at],
        "balls": drawn.balls,
        "strikes": drawn.strikes,
        **{name: getattr(played, name)[at] for name in ("outs", "inning", "half", "bat_score", "fld_score")},
        **{f"on_{base}b": column[at] for base, column in enumerate((played.first, played.second, played.third), 1)},
        "pitch_type": np.array([PITCH_TYPES.index(word) for word in TYPES])[drawn.kind],
        "result": _results(rng, drawn),
        "event": np.where(season.last, played.event[at], -1),
        "batted_ball": np.where(in_play, played.batted[at], -1),
        **season.looks._asdict(),
    }
    return _typed(games, columns)


def _calendar(rosters: Rosters, field: Field) -> tuple[StrArray, IntArray, IntArray]:
    """Ids of games, ascending, each game's place among them, and its date."""
    count = len(field.clubs)
    day = np.datetime64(f"{rosters.season}-{OPENING_DAY}") + np.arange(count) * DAYS // max(count, 1)
    date = np.array([int(str(one).replace("-", "")) for one in day])
    home = rosters.clubs[field.clubs[:, 1]]
    names = np.array([f"{when}{club}{at:04d}" for at, (when, club) in enumerate(zip(date, home, strict=True))])
    games, place = np.unique(names, return_inverse=True)
    return games, place.astype(np.int64), date


def _results(rng: np.random.Generator, drawn: Sequences) -> IntArray:
    """Words of results: some balls are blocked, some misses blocked or tipped."""
    word = np.array([RESULTS.index(plain) for plain in PLAIN])[drawn.result]
    luck: FloatArray = rng.random(len(word))
    dirt = (drawn.result == BALL) & (luck < BLOCKED * (1.6 - FAST[drawn.kind]))
    missed = drawn.result == SWINGING
    return np.select(
        [dirt, missed & (luck < SWINGING_BLOCKED), missed & (luck < SWINGING_BLOCKED + TIPPED)],
        [RESULTS.index(chosen) for chosen in ("blocked_ball", "swinging_strike_blocked", "foul_tip")],
        word,
    )


def _typed(games: StrArray, columns: dict[str, npt.NDArray[np.generic]]) -> Pitches:
    """Put columns in the table's types and in order."""
    wide = {"game": np.int32, "date": np.int32, "batter": np.int32, "pitcher": np.int32}
    middle = dict.fromkeys(("season", "at_bat", "pitch", "inning", "bat_score", "fld_score"), np.int16)
    types = {**dict.fromkeys(columns, np.int8), **dict.fromkeys(Looks._fields, np.float32), **wide, **middle}
    typed: dict[str, Any] = {name: column.astype(types[name]) for name, column in columns.items()}
    return in_order(Pitches(games=games, **typed))
