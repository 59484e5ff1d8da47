"""Networks that read pitches, from prepared arrays to a release: pretraining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Result, Success

from fbm.app.pitches import PitchError, PitchHome, Preparation, prepare_data
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ids import SHARED
from fbm.domain.ports.contextual import Checkpoints, Pretrained, Pretrainer, PretrainError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.surroundings import Clock, Environment
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.metadata import Lineage, Parent
from fbm.domain.registry.release import Release

CONTEXTUAL = "contextual"

ContextualError: TypeAlias = PretrainError | PitchError | RegistryError


@dataclass(frozen=True, slots=True)
class Bench:
    """What contextual training works with.

    Attributes
    ----------
    pitches : PitchHome
    registry : ModelRegistry
    clock : Clock
    environment : Environment
    progress : Progress
    """

    pitches: PitchHome
    registry: ModelRegistry
    clock: Clock
    environment: Environment
    progress: Progress


@dataclass(frozen=True, slots=True)
class PretrainRequest:
    """What is to be pretrained.

    Attributes
    ----------
    name : str
        Line of models, or a version of it.
    seasons : tuple of int or None
        None for all that are at hand.
    resume : bool
        Go on from the run's checkpoint.
    command : str
        What trains the same again.
    description : str
    """

    name: str
    seasons: tuple[int, ...] | None = None
    resume: bool = False
    command: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class PretrainReport:
    """What came of pretraining; no release in a process that only helped another one."""

    trained: Pretrained
    pitches: int
    release: Release | None


def pretrain(
    request: PretrainRequest, pretrainer: Pretrainer, checkpoints: Checkpoints, bench: Bench
) -> Result[PretrainReport, ContextualError]:
    """Prepare the pitches, pretrain a network and publish it.

    Returns
    -------
    Result of PretrainReport
        Before any training: failures of naming, of pitches, `NothingToResume`, `OtherRun`. After it what publishing
        gives; the checkpoint stays then.
    """
    started = bench.clock.elapsed_s()
    named = bench.registry.resolve_version(request.name, CONTEXTUAL).alt(_as_error)
    made = named.bind(lambda _: prepare_data(bench.pitches, bench.progress, request.seasons).alt(_as_error))

    def train(preparation: Preparation) -> Result[PretrainReport, ContextualError]:
        trained = pretrainer.pretrain(preparation.prepared, checkpoints, bench.progress, resume=request.resume)
        return trained.alt(_as_error).bind(
            lambda one: _published(request, pretrainer, (preparation, one), bench, started).map(
                lambda report: _let_go(report, checkpoints)
            )
        )

    return made.bind(train)


def _published(
    request: PretrainRequest,
    pretrainer: Pretrainer,
    made: tuple[Preparation, Pretrained],
    bench: Bench,
    started: float,
) -> Result[PretrainReport, ContextualError]:
    preparation, trained = made
    arrays, seasons = preparation.prepared.arrays, seasons_of(preparation)
    if not trained.first:
        return Success(PretrainReport(trained, len(arrays), None))
    part = PartDraft(
        player_type=SHARED,
        params=trained.params,
        training_years=seasons,
        config={"hyperparameters": pretrainer.spec.as_config(), "network": trained.params["config"],
                "pitches": len(arrays), "steps": trained.steps},
        metrics={"training": {"loss": trained.loss}},
        attachments=trained.attachments,
    )  # fmt: skip
    draft = ReleaseDraft(
        model_type=CONTEXTUAL,
        name=request.name,
        parts=(part,),
        lineage=lineage_of(bench, preparation, (request.command, pretrainer.spec.seed, started)),
        description=request.description,
    )
    published = bench.registry.publish(draft).alt(_as_error)
    return published.map(lambda release: PretrainReport(trained, len(arrays), release))


def lineage_of(
    bench: Bench, preparation: Preparation, run: tuple[str, int, float], parents: Sequence[Parent] = ()
) -> Lineage:
    """Say where a release comes from; a run is its command, seed and start."""
    around = bench.environment.surroundings()
    command, seed, started = run
    return Lineage(
        fbm_version=around.fbm_version,
        python_version=around.python_version,
        libraries=around.libraries,
        git_commit=around.git_commit,
        data_fingerprint=preparation.prepared.fingerprint,
        seasons=seasons_of(preparation),
        command=command or None,
        seed=seed,
        duration_s=round(bench.clock.elapsed_s() - started, 3),
        parents=tuple(parents),
    )


def seasons_of(preparation: Preparation) -> tuple[int, ...]:
    """Give the seasons that were prepared, ascending."""
    return tuple(sorted({one.season for one in preparation.tables}))


def _let_go(report: PretrainReport, checkpoints: Checkpoints) -> PretrainReport:
    if report.release is not None:
        checkpoints.clear()
    return report


def _as_error(error: ContextualError) -> ContextualError:
    return error
