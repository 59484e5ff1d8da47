"""Judging networks that read pitches, on a season that their training never saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.contextual_training import CONTEXTUAL, Bench, ContextualError
from fbm.app.marcel_rates import Majors, marcel_rates
from fbm.app.pitches import prepare_data
from fbm.domain.contextual.choosing import SMOOTHINGS, Choice, choose_table
from fbm.domain.contextual.games import PlayerGames, player_games
from fbm.domain.contextual.judging import CANDIDATES, Asked, Judged, ask, judge
from fbm.domain.contextual.lookup import lookup_table
from fbm.domain.contextual.next_games import NextGames, StatError, errors
from fbm.domain.contextual.pitches import FIRST_WORD, PitchArrays
from fbm.domain.ports.contextual import GuessingModel, RatesModel
from fbm.domain.ports.progress import Progress
from fbm.domain.projection.batch import Playing
from fbm.domain.registry.errors import NotRebuildable
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.seasons import FloatArray

QUESTIONS: Final = 40_000
"""Hidden words asked for, at most."""
COUNTED: Final = 200_000
HELD: Final = 60_000
"""Pitches that the table's columns are chosen on: so many counted, so many held against them."""
PARTS: Final = 10
"""Parts that the questions are asked in."""
FEWEST: Final = 500
"""Known words of a field below which it is not judged."""


class SeenSeason(NamedTuple):
    """A season to judge on that training saw."""

    name: str
    season: int


class NoLaterSeason(NamedTuple):
    """No season of pitches at hand is later than those of training."""

    name: str
    last: int


JudgingError: TypeAlias = ContextualError | SeenSeason | NoLaterSeason


@dataclass(frozen=True, slots=True)
class Guessed:
    """Hidden words of one field: scores, and the table that was best before."""

    judged: Judged
    table: Choice


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a version is.

    Attributes
    ----------
    name, player_type : str
    season : int
        Later than all of training.
    guessed : mapping of field to Guessed
        Of a pretrained network.
    rates : mapping of stat to StatError
        Of a fine-tuned one.
    windows, known_to_marcel : int
        Times the next games were told, and of how many of them Marcel has rates.
    """

    name: str
    player_type: str
    season: int
    guessed: Mapping[str, Guessed] = field(default_factory=dict)
    rates: Mapping[str, StatError] = field(default_factory=dict)
    windows: int = 0
    known_to_marcel: int = 0


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """What is to be judged; no season means the first that training never saw."""

    ref: str
    player_type: str
    season: int | None = None
    seed: int = 1


def evaluate(request: JudgeRequest, bench: Bench, majors: Majors) -> Result[Evaluation, JudgingError]:
    """Judge a version.

    Returns
    -------
    Result of Evaluation
        What loading gives, failures of pitches, `SeenSeason`, `NoLaterSeason`, `NotRebuildable` for a model that only
        stands in the registry.
    """
    loaded = bench.registry.load_described(request.ref, CONTEXTUAL, request.player_type).alt(_as_error)
    made = loaded.bind(
        lambda pair: (
            prepare_data(bench.pitches, bench.progress).alt(_as_error).map(lambda one: (*pair, one.prepared.arrays))
        )
    )
    return made.bind(
        lambda three: _season(request, three[0], three[2]).bind(
            lambda season: _judged(three[0], three[1], (three[2], season, request.seed), majors, bench.progress)
        )
    )


def _season(request: JudgeRequest, facts: ModelMetadata, arrays: PitchArrays) -> Result[int, JudgingError]:
    last = max(facts.training_years, default=0)
    later = [int(season) for season in np.unique(arrays.season) if season > last]
    if request.season is not None and request.season <= last:
        return Failure(SeenSeason(facts.name, request.season))
    if not later or (request.season is not None and request.season not in later):
        return Failure(NoLaterSeason(facts.name, last))
    return Success(request.season if request.season is not None else later[0])


def _judged(
    facts: ModelMetadata, model: object, on: tuple[PitchArrays, int, int], majors: Majors, progress: Progress
) -> Result[Evaluation, JudgingError]:
    arrays, season, seed = on
    if isinstance(model, GuessingModel):
        fields = {name: _guessed(model, arrays, season, (name, seed), progress) for name in CANDIDATES}
        known = {name: one for name, one in fields.items() if one is not None}
        return Success(Evaluation(facts.name, facts.player_type, season, guessed=known))
    if isinstance(model, RatesModel):
        progress.start(f"telling the games of {season}", 2)
        games = model.next_games(arrays, season)
        progress.advance()
        return Success(_told(facts, model, games, majors))
    return Failure(NotRebuildable(facts.model_type, facts.player_type, "it only stands in the registry"))


def _guessed(
    model: GuessingModel, arrays: PitchArrays, season: int, what: tuple[str, int], progress: Progress
) -> Guessed | None:
    group, seed = what
    seasons = np.asarray(arrays.season)
    before, test = arrays.take(seasons < season), arrays.take(seasons == season)
    if min(int((one.column(group) >= FIRST_WORD).sum()) for one in (before, test)) < FEWEST:
        return None
    games = player_games(test, "pitcher")
    every = np.ones(len(games), dtype=np.bool_)
    asked = ask(test, games, group, every, seed, most=QUESTIONS, positions=model.positions - 1)
    progress.start(f"hidden {group}", len(SMOOTHINGS) + PARTS)
    choice = choose_table(*_halves(before), group, CANDIDATES[group], watch=progress.advance)
    best = lookup_table(before, group, choice.by, smoothing=choice.smoothing)
    shares = _answers(model, test, games, asked, progress)
    progress.finish()
    return Guessed(judge(shares, test, asked, (best, lookup_table(before, group))), choice)


def _answers(
    model: GuessingModel, test: PitchArrays, games: PlayerGames, asked: Asked, progress: Progress
) -> FloatArray:
    """Have all questions answered, part by part so that a person sees them go by."""
    answers = []
    for part in np.array_split(np.arange(len(asked)), PARTS):
        some = Asked(asked.group, asked.games[part], asked.places[part], asked.rows[part])
        answers.append(model.guess(test, games, some, "pitcher"))
        progress.advance()
    return np.concatenate(answers)


def _halves(before: PitchArrays) -> tuple[PitchArrays, PitchArrays]:
    """Split the end of what came before: pitches to count, and the last ones to hold against them; whole games."""
    held = before.game[max(len(before) - HELD, len(before) // 2)]
    first = before.game[max(len(before) - HELD - COUNTED, 0)]
    rows = np.asarray(before.game)
    return before.take((rows >= first) & (rows < held)), before.take(rows >= held)


def _told(facts: ModelMetadata, model: RatesModel, games: NextGames, majors: Majors) -> Evaluation:
    playing: Playing = "batter" if facts.player_type == "batter" else "pitcher"
    season = int(games.windows.season[0]) if len(games.windows) else 0
    marcel = marcel_rates(majors, season, playing, played=False)
    others = dict(games.others)
    if isinstance(marcel, Success):
        others["marcel"] = marcel.unwrap().of(games.windows.player, model.stats)
    known = int(np.isfinite(others["marcel"]).all(axis=1).sum()) if "marcel" in others else 0
    rates = errors(model.stats, games.network, others, games.outcomes)
    return Evaluation(facts.name, facts.player_type, season, {}, rates, len(games.windows), known)


def _as_error(error: JudgingError) -> JudgingError:
    return error
