"""Training: what a learner is given, and what it gives back.

Shapes: `n` player seasons. How a model is fitted is an adapter's affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, runtime_checkable

from returns.result import Result

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.progress import Progress
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray, IntArray, Rows, StrArray

AUTO: Final = "auto"
CPU: Final = "cpu"
CUDA: Final = "cuda"
"""Where a model is fitted; `auto` is CUDA where there is any."""


class TrainerSettings(NamedTuple):
    """What a person may ask of a trainer.

    Attributes
    ----------
    epochs : int or None
        Most passes over the data; None leaves it to the kind of model.
    device : str or None
        ``auto``, ``cpu`` or ``cuda``; None leaves it to the kind of model.
    """

    epochs: int | None = None
    device: str | None = None


class NoDevice(NamedTuple):
    """A device that is not here, and those that are."""

    name: str
    known: tuple[str, ...]


class BadEpochs(NamedTuple):
    """A number of passes that cannot be meant."""

    epochs: int


class UselessSetting(NamedTuple):
    """A setting that a kind of model has no use for."""

    model_type: str
    setting: str


class NoTrainer(NamedTuple):
    """A kind of model that cannot be trained here, and those that can."""

    model_type: str
    known: tuple[str, ...]


TrainerError: TypeAlias = NoDevice | BadEpochs | UselessSetting | NoTrainer


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Player seasons with what a pipeline got wrong about them.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        The pipeline and stage whose batches the features and targets come from.
    matrix : FeatureMatrix
        What was known before each season, n rows.
    targets : mapping of stat to float64, shape (n,)
        Actual minus projected rate, events per opportunity; NaN where the actual count is not known. For models that
        do not correct a projection but make their own: actual rates as multiples of the league's.
    weights : float64, shape (n,)
        Actual opportunities, > 0; 0 for who might have played and did not, where a model learns of those too.
    seasons : int64, shape (n,)
        The season projected.
    player_ids : str, shape (n,)

    Raises
    ------
    ValueError
        If a column is not as long as the matrix.
    """

    player_type: Playing
    corrects: Corrects
    matrix: FeatureMatrix
    targets: Mapping[str, FloatArray]
    weights: FloatArray
    seasons: IntArray
    player_ids: StrArray

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.weights, self.seasons, self.player_ids, *self.targets.values())}
        if lengths != {len(self.matrix)}:
            raise ValueError(f"columns of lengths {sorted(lengths)} for {len(self.matrix)} player seasons")

    def __len__(self) -> int:
        return len(self.matrix)

    def take(self, rows: Rows) -> TrainingSet:
        """Pick player seasons by mask or position."""
        return replace(
            self,
            matrix=self.matrix.take(rows),
            targets={stat: column[rows] for stat, column in self.targets.items()},
            weights=self.weights[rows],
            seasons=self.seasons[rows],
            player_ids=self.player_ids[rows],
        )


class FittedModel(Protocol):
    """A model that predicts residual rates."""

    def predict(self, matrix: FeatureMatrix) -> Mapping[str, FloatArray]:
        """Predict residual rates, shape (n,) for each stat, events per opportunity."""
        ...

    def importances(self) -> Mapping[str, Mapping[str, float]]:
        """Tell each feature's share in each stat's model; shares add up to 1, or to 0 for a model without splits."""
        ...

    def attachments(self) -> Mapping[str, Mapping[str, object]]:
        """Give plain data that the fit left besides the model, by name, such as its training curve."""
        ...

    def get_params(self) -> dict[str, Any]:
        """Return everything the model is, as plain data."""
        ...


class Trainer(Protocol):
    """Fits models."""

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> FittedModel:
        """Fit a model; the same data and seed give the same model."""
        ...


@runtime_checkable
class ConfigurableTrainer(Protocol):
    """A trainer that a person can tell how long to train, and where."""

    def configured(self, settings: TrainerSettings) -> Result[Trainer, TrainerError]:
        """Give the trainer with these settings; `BadEpochs` or `NoDevice`."""
        ...
