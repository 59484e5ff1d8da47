"""Pipelines by name: the stages without a model, and where trained models step in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.domain.models.specs import Corrects
from fbm.domain.projection.presets import FITTED
from fbm.domain.projection.presets import PRESETS as PLAIN
from fbm.domain.registry.naming import near_names

GB_RESIDUAL: Final = "gb_residual"
MTL: Final = "mtl"
MLE: Final = "mle"
BLEND: Final = "blend"

USUAL_BASE: Final[Mapping[str, str]] = MappingProxyType({BLEND: "baseline"})
"""The pipeline that a kind of model corrects where nobody names one; marcel for the others."""
CONTEXTUAL: Final = "contextual"


class ModelStep(NamedTuple):
    """A trained model's place in a pipeline.

    Attributes
    ----------
    model_type : str
    after : str
        The stage of the base that it follows.
    stage : str
        What it does there: the name of a stage that `PipelineBuilder` can make.
    """

    model_type: str
    after: str
    stage: str


@dataclass(frozen=True, slots=True)
class UnknownPipeline:
    """A pipeline that does not exist, with those that do."""

    name: str
    near: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named pipeline.

    Attributes
    ----------
    name : str
    base : str
        The pipeline without models whose stages it has.
    models : tuple of ModelStep
        Models that step in.
    """

    name: str
    base: str
    models: tuple[ModelStep, ...] = ()


PRESETS: Final = {
    **{name: Preset(name, name) for name in (*PLAIN, *FITTED)},
    "marcel_gb": Preset("marcel_gb", "marcel", (ModelStep(GB_RESIDUAL, "aging", "gb_residual"),)),
    "mtl": Preset("mtl", "marcel", (ModelStep(MTL, "aging", "mtl"),)),
    "mle": Preset("mle", "marcel_classic", (ModelStep(MLE, "playing_time", "mle"),)),
    "marcel_mle": Preset("marcel_mle", "marcel", (ModelStep(MLE, "playing_time", "mle"),)),
    "marcel_gb_mle": Preset(
        "marcel_gb_mle",
        "marcel",
        (ModelStep(GB_RESIDUAL, "aging", "gb_residual"), ModelStep(MLE, "playing_time", "mle")),
    ),
    "baseline_gb": Preset("baseline_gb", "baseline", (ModelStep(GB_RESIDUAL, "aging", "gb_residual"),)),
    "blend": Preset("blend", "baseline", (ModelStep(BLEND, "playing_time", "blend"),)),
    "blend_mle": Preset(
        "blend_mle",
        "baseline",
        (ModelStep(MLE, "playing_time", "mle_newcomers"), ModelStep(BLEND, "playing_time", "blend")),
    ),
    "contextual": Preset("contextual", "marcel", (ModelStep(CONTEXTUAL, "aging", "contextual"),)),
    "marcel_contextual": Preset("marcel_contextual", "marcel", (ModelStep(CONTEXTUAL, "aging", "contextual_blend"),)),
    "marcel_mtl": Preset("marcel_mtl", "marcel", (ModelStep(MTL, "aging", "mtl_blend"),)),
}
"""Every pipeline by name."""


def find_preset(name: str) -> Result[Preset, UnknownPipeline]:
    """Find a pipeline; `UnknownPipeline` with near names where there is none."""
    if name in PRESETS:
        return Success(PRESETS[name])
    return Failure(UnknownPipeline(name, near_names(name, tuple(PRESETS)), tuple(sorted(PRESETS))))


def bases_of(model_type: str) -> tuple[str, ...]:
    """Name the pipelines without models that a kind of model corrects."""
    correcting = (p.base for p in PRESETS.values() if any(step.model_type == model_type for step in p.models))
    return tuple(dict.fromkeys(correcting))


def corrected_by(model_type: str, base: str) -> Corrects | None:
    """Tell the point of a pipeline without models that a kind of model corrects; None where no preset uses it so."""
    for preset in PRESETS.values():
        for step in preset.models:
            if (step.model_type, preset.base) == (model_type, base):
                return Corrects(base, step.after)
    return None
