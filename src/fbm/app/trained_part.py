"""What a fitted model brings into a release: its params, and what a person should know of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from fbm.domain.ports.training import FittedModel, TrainingSet
from fbm.domain.registry.draft import PartDraft


class Lessons(Protocol):
    """What a model was fitted on; its length is the number of player seasons that it could learn from."""

    @property
    def learning(self) -> TrainingSet:
        """Features and targets."""
        ...

    def __len__(self) -> int: ...


def part_of(
    seasons: tuple[int, ...], examples: Lessons, model: FittedModel, metrics: Mapping[str, object]
) -> PartDraft:
    """Draft the part of a fitted model.

    Parameters
    ----------
    seasons : tuple of int
        Target seasons it was trained on.
    examples : Lessons
    model : FittedModel
    metrics : mapping
        How it was judged; empty where it was not.
    """
    learning = examples.learning
    params: Mapping[str, Any] = model.get_params()
    return PartDraft(
        player_type=learning.player_type,
        params=params,
        training_years=seasons,
        stats=tuple(params["stats"]),
        feature_names=learning.matrix.names,
        config={
            "hyperparameters": params["hyperparameters"],
            "pipeline": learning.corrects.pipeline,
            "stage": learning.corrects.stage,
            "feature_schema": learning.matrix.schema,
            "player_seasons": len(examples),
            **({"fitted": params["fitted"]} if "fitted" in params else {}),
        },
        metrics=metrics,
        importances={stat: _telling(shares) for stat, shares in model.importances().items()},
        attachments=model.attachments(),
    )


def _telling(shares: Mapping[str, float]) -> dict[str, float]:
    """Keep the features that were used at all, with as many digits as a person can tell apart."""
    return {name: round(share, 6) for name, share in shares.items() if share > 0}
