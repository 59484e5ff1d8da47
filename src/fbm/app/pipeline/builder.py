"""`PipelineBuilder`: presets put together with models from a registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.pipeline.presets import Preset, UnknownPipeline, find_preset
from fbm.app.pipeline.residuals import AdjusterError, GBResidualAdjuster, PreparedStage
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing, Stage
from fbm.domain.projection.presets import stages_of
from fbm.domain.projection.sheet import ModelUse

PipelineError: TypeAlias = AdjusterError | UnknownPipeline

DEFAULT_LINE = "default"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in order, and the versions whose models stand among them."""

    stages: tuple[Stage, ...]
    models: tuple[ModelUse, ...]


@dataclass(frozen=True, slots=True)
class ChosenRef:
    """A ref taken because none was typed; `notice` says so where it is not the usual one."""

    ref: str
    notice: str | None = None


class PipelineBuilder:
    """Builds pipelines with models from a registry.

    Parameters
    ----------
    registry : ModelRegistry
    """

    def __init__(self, registry: ModelRegistry) -> None:
        self._registry = registry

    def build(self, preset: str, player_type: Playing, refs: Mapping[str, str]) -> Result[Pipeline, PipelineError]:
        """Put a pipeline together for one type of player.

        Parameters
        ----------
        preset : str
        player_type : {"batter", "pitcher"}
        refs : mapping of model type to ref
            For every kind of model in the preset.

        Returns
        -------
        Result of Pipeline
            `UnknownPipeline`, or what loading a model gives when it fails.
        """
        found = find_preset(preset).alt(_as_pipeline_error)
        return found.bind(lambda known: self._with_models(known, player_type, refs))

    def default_ref(self, model_type: str) -> Result[ChosenRef, PipelineError]:
        """Choose a version when none was typed: `default@latest`, or the only line there is."""
        return self._registry.lines(model_type).map(lambda lines: _choose(model_type, lines)).alt(_as_pipeline_error)

    def _with_models(
        self, preset: Preset, player_type: Playing, refs: Mapping[str, str]
    ) -> Result[Pipeline, PipelineError]:
        stages = list(stages_of(preset.base, player_type))
        used: list[ModelUse] = []
        for model_type, after in preset.models:
            corrects = Corrects(preset.base, after)
            prepared = self._prepare(model_type, refs[model_type], player_type, corrects)
            match prepared:
                case Success(PreparedStage(stage=stage, used=use)):
                    stages.insert(_place(stages, after), stage)
                    used.append(use)
                case failure:
                    return Failure(failure.failure())
        return Success(Pipeline(tuple(stages), tuple(used)))

    def _prepare(
        self, model_type: str, ref: str, player_type: Playing, corrects: Corrects
    ) -> Result[PreparedStage, PipelineError]:
        store = self._registry.get_store(model_type).alt(_as_pipeline_error)
        return store.bind(
            lambda found: GBResidualAdjuster(found, ref, player_type, corrects).prepare().alt(_as_pipeline_error)
        )


def _place(stages: list[Stage], after: str) -> int:
    return 1 + next(index for index, stage in enumerate(stages) if stage.name == after)


def _choose(model_type: str, lines: tuple[str, ...]) -> ChosenRef:
    if DEFAULT_LINE in lines or len(lines) != 1:
        return ChosenRef(f"{DEFAULT_LINE}@latest")
    ref = f"{lines[0]}@latest"
    return ChosenRef(ref, f"There is no {model_type} line {DEFAULT_LINE!r}; {ref} is used, the only one there is.")


def _as_pipeline_error(error: AdjusterError | UnknownPipeline) -> PipelineError:
    return error
