"""From seasons to examples: a pipeline run before each season up to the stage a model corrects, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fbm.app.basis import basis_for
from fbm.domain.features.choice import Features
from fbm.domain.features.matrix import stacked
from fbm.domain.features.residuals import corrected_rates, residual_targets
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.batch import Batch, Playing, Stage
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import BoolArray, FloatArray, History, Lines, Rows, season_totals


@dataclass(frozen=True, slots=True)
class Examples:
    """Player seasons to learn from, and what the pipeline had projected for them.

    Attributes
    ----------
    learning : TrainingSet
    projected, league : mapping of stat to float64, shape (n,)
        What was projected, and the league's rate of the season before; events per opportunity.
    """

    learning: TrainingSet
    projected: Mapping[str, FloatArray]
    league: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.learning)

    def take(self, rows: Rows) -> Examples:
        """Pick player seasons by mask or position."""
        return Examples(self.learning.take(rows), _picked(self.projected, rows), _picked(self.league, rows))

    def judged(self, rows: BoolArray) -> Examples:
        """Pick those who can be judged: everybody."""
        return self.take(rows)

    def actual(self) -> Mapping[str, FloatArray]:
        """Give what happened, events per opportunity, shape (n,) for each stat."""
        return {stat: self.projected[stat] + missed for stat, missed in self.learning.targets.items()}

    def corrected(self, residuals: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Correct what was projected just as a pipeline does, shape (n,) for each stat of the residuals."""
        return {
            stat: corrected_rates(self.projected[stat], residual, self.league[stat])
            for stat, residual in residuals.items()
        }


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a kind of model learns.

    Attributes
    ----------
    corrects : Corrects
        The pipeline and stage whose batches it sees.
    features : function of Batch to FeatureMatrix
        What it sees of them; the stage over the model computes the same.
    """

    corrects: Corrects
    features: Features


def gather(
    history: History, seasons: tuple[int, ...], player_type: Playing, lesson: Lesson, progress: Progress
) -> Examples:
    """Gather examples from target seasons.

    Parameters
    ----------
    history : History
        The target seasons and those the pipeline reads before each; what a batch or a fit may see of it is cut.
    seasons : tuple of int
    player_type : {"batter", "pitcher"}
    lesson : Lesson
    progress : Progress
        One step for each season.
    """
    fits = BaselineFits(history)
    actual = season_totals(history.batting if player_type == "batter" else history.pitching)
    progress.start(f"{player_type}s, season by season", len(seasons))
    examples = []
    for season in seasons:
        stages = stages_until(lesson.corrects, player_type, basis_for(lesson.corrects.pipeline, fits, season))
        examples.append(_examples(run(open_batch(history, season, player_type), stages), actual, lesson))
        progress.advance()
    progress.finish()
    return _joined(examples)


def stages_until(corrects: Corrects, player_type: Playing, basis: Basis | None = None) -> tuple[Stage, ...]:
    """Give the stages of a pipeline up to the one a model corrects, that one included."""
    stages = stages_of(corrects.pipeline, player_type, basis)
    names = [stage.name for stage in stages]
    return stages[: names.index(corrects.stage) + 1]


def _examples(batch: Batch, actual: Lines, lesson: Lesson) -> Examples:
    found = residual_targets(batch, actual)
    learning = TrainingSet(
        player_type=batch.player_type,
        corrects=lesson.corrects,
        matrix=lesson.features(batch).take(found.rows),
        targets=found.targets,
        weights=found.weights,
        seasons=np.full(len(found.rows), batch.season),
        player_ids=batch.player_id[found.rows],
    )
    projected = {stat: batch.rate(stat)[found.rows] for stat in found.targets}
    league = {stat: np.full(len(found.rows), batch.league[0, batch.stats.index(stat)]) for stat in found.targets}
    return Examples(learning, projected, league)


def _joined(examples: Sequence[Examples]) -> Examples:
    sets = [one.learning for one in examples]
    learning = TrainingSet(
        player_type=sets[0].player_type,
        corrects=sets[0].corrects,
        matrix=stacked([one.matrix for one in sets]),
        targets=_columns([one.targets for one in sets]),
        weights=np.concatenate([one.weights for one in sets]),
        seasons=np.concatenate([one.seasons for one in sets]),
        player_ids=np.concatenate([one.player_ids for one in sets]),
    )
    return Examples(learning, _columns([one.projected for one in examples]), _columns([one.league for one in examples]))


def _picked(columns: Mapping[str, FloatArray], rows: Rows) -> dict[str, FloatArray]:
    return {stat: column[rows] for stat, column in columns.items()}


def _columns(pieces: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    return {stat: np.concatenate([piece[stat] for piece in pieces]) for stat in pieces[0]}
