"""Pipelines by name: the stages without a model, and where trained models step in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from returns.result import Failure, Result, Success

from fbm.domain.models.specs import Corrects
from fbm.domain.projection.presets import PRESETS as PLAIN
from fbm.domain.registry.naming import near_names

GB_RESIDUAL: Final = "gb_residual"


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
    models : tuple of (model type, stage)
        Models that step in, each after a stage of the base.
    """

    name: str
    base: str
    models: tuple[tuple[str, str], ...] = ()


PRESETS: Final = {
    **{name: Preset(name, name) for name in PLAIN},
    "marcel_gb": Preset("marcel_gb", "marcel", ((GB_RESIDUAL, "aging"),)),
}
"""Every pipeline by name."""


def find_preset(name: str) -> Result[Preset, UnknownPipeline]:
    """Find a pipeline; `UnknownPipeline` with near names where there is none."""
    if name in PRESETS:
        return Success(PRESETS[name])
    return Failure(UnknownPipeline(name, near_names(name, tuple(PRESETS)), tuple(sorted(PRESETS))))


def corrected_by(model_type: str, base: str) -> Corrects | None:
    """Tell the point of a pipeline without models that a kind of model corrects; None where no preset uses it so."""
    for preset in PRESETS.values():
        for kind, stage in preset.models:
            if (kind, preset.base) == (model_type, base):
                return Corrects(base, stage)
    return None
