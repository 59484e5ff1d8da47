"""Fine-tuning: a pretrained release and prepared pitches in, a release of rates out, weighed against Marcel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.contextual_training import CONTEXTUAL, Bench, ContextualError, lineage_of, seasons_of
from fbm.app.marcel_rates import Majors, fitted_blend, marcel_rates
from fbm.app.pitches import Preparation, prepare_data
from fbm.domain.contextual.next_games import errors
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.ids import SHARED
from fbm.domain.ports.contextual import Finetuned, FinetuneError, Finetuner, RatesModel
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.metadata import ModelMetadata, Parent
from fbm.domain.registry.release import Release

TuningError: TypeAlias = ContextualError | FinetuneError


@dataclass(frozen=True, slots=True)
class TuneRequest:
    """What is to be fine-tuned.

    Attributes
    ----------
    base : str
        Ref of the pretrained release.
    name : str
        Line of models, or a version of it.
    seasons : tuple of int or None
        None for all that are at hand.
    command : callable, optional
        Writes the command that trains the same again, from a ref of the version that `base` turned out to be: what is
        the latest today may not be tomorrow.
    description : str
    """

    base: str
    name: str
    seasons: tuple[int, ...] | None = None
    command: Callable[[str], str] | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Tuned:
    """One type of player's part.

    Attributes
    ----------
    player_type : str
    found : Finetuned
    model : RatesModel
        With its weights.
    metrics : mapping
        Of the held-out season.
    weighed : bool
        Whether the weights beside Marcel were fitted; otherwise the season tables are not at hand.
    """

    player_type: str
    found: Finetuned
    model: RatesModel
    metrics: Mapping[str, Any] = field(default_factory=dict)
    weighed: bool = False


@dataclass(frozen=True, slots=True)
class TuneReport:
    """What was published."""

    release: Release
    parts: tuple[Tuned, ...]
    base: str


def finetune(
    request: TuneRequest, finetuners: tuple[Finetuner, ...], bench: Bench, majors: Majors
) -> Result[TuneReport, TuningError]:
    """Fine-tune for each of some types of player and publish them as one release.

    Returns
    -------
    Result of TuneReport
        Before any training: failures of naming, of pitches, what loading the base gives, `NotPretrained`. After it
        `TooFewGames`, or what publishing gives.
    """
    started = bench.clock.elapsed_s()
    named = bench.registry.resolve_version(request.name, CONTEXTUAL).alt(_as_error)
    base = named.bind(lambda _: bench.registry.load_described(request.base, CONTEXTUAL, SHARED).alt(_as_error))
    made = base.bind(
        lambda pair: prepare_data(bench.pitches, bench.progress, request.seasons).map(lambda one: (*pair, one))
        .alt(_as_error)
    )  # fmt: skip
    return made.bind(
        lambda three: _tune_all(three[1], finetuners, three[2].prepared.arrays, bench, majors).bind(
            lambda parts: _published(request, finetuners, (three[0], three[2], parts), bench, started)
        )
    )


def _tune_all(
    base: object, finetuners: tuple[Finetuner, ...], arrays: PitchArrays, bench: Bench, majors: Majors
) -> Result[tuple[Tuned, ...], TuningError]:
    parts: list[Tuned] = []
    for finetuner in finetuners:
        found = finetuner.finetune(base, arrays, bench.progress)
        if isinstance(found, Failure):
            return Failure(found.failure())
        parts.append(_weighed(finetuner, found.unwrap(), arrays, majors))
    return Success(tuple(parts))


def _weighed(finetuner: Finetuner, found: Finetuned, arrays: PitchArrays, majors: Majors) -> Tuned:
    """Judge the last season held out, and weigh the model beside Marcel by all where season tables are at hand."""
    early = found.early[found.season]
    games = early.next_games(arrays, found.season)
    told = errors(early.stats, games.network, games.others, games.outcomes)
    metrics = {
        "held_out": {
            "season": found.season,
            "windows": len(games.windows),
            **{stat: {"rmse": dict(one.rmse), "mse_over": {who: list(gap) for who, gap in one.over.items()}}
               for stat, one in told.items()},
        }
    }  # fmt: skip
    told_before = []
    for season, model in found.early.items():
        marcel = marcel_rates(majors, season, finetuner.perspective, played=True)
        if isinstance(marcel, Failure):
            return Tuned(finetuner.perspective, found, found.model, metrics)
        told_before.append((marcel.unwrap(), model.rates_before(arrays, season)))
    blend = fitted_blend(told_before)
    return Tuned(finetuner.perspective, found, found.model.with_blend(blend), metrics, weighed=True)


def _published(
    request: TuneRequest,
    finetuners: tuple[Finetuner, ...],
    made: tuple[ModelMetadata, Preparation, tuple[Tuned, ...]],
    bench: Bench,
    started: float,
) -> Result[TuneReport, TuningError]:
    base, preparation, parts = made
    drafts = [_draft(one, finetuner, preparation) for one, finetuner in zip(parts, finetuners, strict=True)]
    parent = Parent(f"{CONTEXTUAL}/{base.name}", base.artifact.digest)
    command = request.command(f"{base.base_name}@{base.version}") if request.command else ""
    run = (command, finetuners[0].spec.seed, started)
    draft = ReleaseDraft(
        model_type=CONTEXTUAL,
        name=request.name,
        parts=drafts,
        lineage=lineage_of(bench, preparation, run, (parent,)),
        description=request.description,
    )
    published = bench.registry.publish(draft).alt(_as_error)
    return published.map(lambda release: TuneReport(release, parts, base.name))


def _draft(one: Tuned, finetuner: Finetuner, preparation: Preparation) -> PartDraft:
    return PartDraft(
        player_type=one.player_type,
        params=one.model.get_params(),
        training_years=seasons_of(preparation),
        stats=one.model.stats,
        config={
            "hyperparameters": finetuner.spec.as_config(),
            "fitted": {
                "epochs": one.found.epochs,
                "blend": dict(one.model.blend),
                "trust": dict(one.model.trust),
                "sight": dict(one.model.sight),
                "weighed": one.weighed,
                "held_out": sorted(one.found.early),
            },
            "windows": one.found.windows,
        },
        metrics=one.metrics,
        attachments={"training_curve": dict(one.found.curve)},
    )


def _as_error(error: TuningError) -> TuningError:
    return error
