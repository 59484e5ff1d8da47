"""`PipelineBuilder`: presets put together with models from a registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.pipeline.blending import BLEND_STAGE, Blender
from fbm.app.pipeline.models import PreparedStage, Slot, StageError
from fbm.app.pipeline.networks import BLENDED, COMPUTED, MTLBlender, MTLRateComputer
from fbm.app.pipeline.presets import ModelStep, Preset, UnknownPipeline, find_preset
from fbm.app.pipeline.reading import READ, READ_BLENDED, ContextualBlender, ContextualRateComputer
from fbm.app.pipeline.residuals import GBResidualAdjuster
from fbm.app.pipeline.translating import NEWCOMERS, TRANSLATED, MLERateComputer
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.minors import Minors
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.contextual import PlayerPitches
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Playing, Stage
from fbm.domain.projection.presets import Basis, stages_of
from fbm.domain.projection.sheet import ModelUse
from fbm.domain.uncertainty.sample import Sample

PipelineError: TypeAlias = StageError | UnknownPipeline

DEFAULT_LINE = "default"

_PREPARE: Final[Mapping[str, Callable[[Slot], Result[PreparedStage, StageError]]]] = MappingProxyType(
    {
        "gb_residual": lambda at: GBResidualAdjuster(at.store, at.ref, at.player_type, at.corrects).prepare(),
        COMPUTED: lambda at: MTLRateComputer(at.store, at.ref, at.player_type, at.corrects).prepare(),
        BLENDED: lambda at: MTLBlender(at.store, at.ref, at.player_type, at.corrects).prepare(),
        BLEND_STAGE: lambda at: Blender(at).prepare(),
        READ: lambda at: ContextualRateComputer(at.store, at.ref, at.player_type, at.pitches).prepare(),
        READ_BLENDED: lambda at: ContextualBlender(at.store, at.ref, at.player_type, at.pitches).prepare(),
        TRANSLATED: lambda at: MLERateComputer(at.store, at.ref, at.player_type, at.minors).prepare(),
        NEWCOMERS: lambda at: MLERateComputer(at.store, at.ref, at.player_type, at.minors, newcomers=True).prepare(),
    }
)
"""How each stage over a model is made."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in order, with models among them.

    Attributes
    ----------
    stages : tuple of Stage
    models : tuple of ModelUse
        The versions of the models.
    held_out : Sample or None
        What they said of seasons not seen, if kept.
    reads_below : tuple of str
        The types of those that read seasons below the majors.
    """

    stages: tuple[Stage, ...]
    models: tuple[ModelUse, ...]
    held_out: Sample | None = None
    reads_below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenRef:
    """A ref taken because none was typed; `notice` says so where it is not the usual one."""

    ref: str
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class _Ground:
    """Whom a pipeline is for, and what it stands on."""

    player_type: Playing
    basis: Basis | None


class ReadOnce:
    """Minor-league seasons that are read once, though stages for both types of player ask for them.

    Parameters
    ----------
    source : MinorsSource
    """

    def __init__(self, source: MinorsSource) -> None:
        self._source = source
        self._read: dict[tuple[int, int], Result[Minors, SourceError]] = {}

    def minors(self, first: int, last: int) -> Result[Minors, SourceError]:
        """Read the seasons from `first` to `last`, or remember them."""
        if (first, last) not in self._read:
            self._read[first, last] = self._source.minors(first, last)
        return self._read[first, last]

    def minors_fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        """Digest of the tables of these seasons."""
        return self._source.minors_fingerprint(first, last)


class PipelineBuilder:
    """Builds pipelines with models from a registry.

    Parameters
    ----------
    registry : ModelRegistry
    minors : MinorsSource, optional
        Minor-league seasons, for the stages that need them.
    pitches : PlayerPitches, optional
        Pitches, for the stages that need them.
    """

    def __init__(
        self, registry: ModelRegistry, minors: MinorsSource | None = None, pitches: PlayerPitches | None = None
    ) -> None:
        self._registry = registry
        self._pitches = pitches
        self._minors = None if minors is None else ReadOnce(minors)

    def build(
        self, preset: str, player_type: Playing, refs: Mapping[str, str], basis: Basis | None = None
    ) -> Result[Pipeline, PipelineError]:
        """Put a pipeline together for one type of player.

        Parameters
        ----------
        preset : str
        player_type : {"batter", "pitcher"}
        refs : mapping of model type to ref
            For every kind of model in the preset.
        basis : Basis, optional
            The fit of the season, for presets that stand on one.

        Returns
        -------
        Result of Pipeline
            `UnknownPipeline`, or what loading a model gives when it fails.
        """
        found = find_preset(preset).alt(_as_pipeline_error)
        return found.bind(lambda known: self._with_models(known, _Ground(player_type, basis), refs))

    def default_ref(self, model_type: str) -> Result[ChosenRef, PipelineError]:
        """Choose a version when none was typed: `default@latest`, or the only line there is."""
        return self._registry.lines(model_type).map(lambda lines: _choose(model_type, lines)).alt(_as_pipeline_error)

    def _with_models(self, preset: Preset, ground: _Ground, refs: Mapping[str, str]) -> Result[Pipeline, PipelineError]:
        stages = list(stages_of(preset.base, ground.player_type, ground.basis))
        used: list[ModelUse] = []
        held_out: Sample | None = None
        below: list[str] = []
        for step in preset.models:
            match self._prepare(Corrects(preset.base, step.after), step, refs[step.model_type], ground):
                case Success(PreparedStage(stage=stage, used=use, held_out=kept, reads_below=reads)):
                    stages.insert(_place(stages, step.after), stage)
                    used.append(use)
                    held_out = kept or held_out
                    below.extend([step.model_type] if reads else [])
                case failure:
                    return Failure(failure.failure())
        return Success(Pipeline(tuple(stages), tuple(used), held_out, tuple(below)))

    def _prepare(
        self, corrects: Corrects, step: ModelStep, ref: str, ground: _Ground
    ) -> Result[PreparedStage, PipelineError]:
        store = self._registry.get_store(step.model_type).alt(_as_pipeline_error)
        return store.bind(
            lambda found: _PREPARE[step.stage](
                Slot(found, ref, ground.player_type, corrects, self._minors, ground.basis, self._pitches)
            ).alt(_as_pipeline_error)
        )


def _place(stages: list[Stage], after: str) -> int:
    return 1 + next(index for index, stage in enumerate(stages) if stage.name == after)


def _choose(model_type: str, lines: tuple[str, ...]) -> ChosenRef:
    if DEFAULT_LINE in lines or len(lines) != 1:
        return ChosenRef(f"{DEFAULT_LINE}@latest")
    ref = f"{lines[0]}@latest"
    return ChosenRef(ref, f"There is no {model_type} line {DEFAULT_LINE!r}; {ref} is used, the only one there is.")


def _as_pipeline_error(error: StageError | UnknownPipeline) -> PipelineError:
    return error
