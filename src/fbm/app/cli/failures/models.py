"""Sentences for what can go wrong when models are trained or put into a pipeline."""

from __future__ import annotations

from typing import Final, assert_never

from fbm.app.cli.failures.data import about_source
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import MEANINGLESS, Complaint, near
from fbm.app.pipeline.models import NoMinors, WrongFeatures, WrongPipeline
from fbm.app.pipeline.presets import UnknownPipeline
from fbm.app.projection_request import ProjectingError, UnusedModel
from fbm.app.spreads import NoSpread
from fbm.app.training_request import NoPlayers, NothingToCorrect, TooFewSeasons, TrainingError
from fbm.domain.ids import format_seasons
from fbm.domain.ports.contextual import NoPitchesHere
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn, MissingFile, UnevenSeasons
from fbm.domain.ports.sheets import SheetError, UnknownEnding, UnwritableFile
from fbm.domain.ports.sources import DamagedTable, MissingSeasons
from fbm.domain.ports.training import CUDA, BadEpochs, NoDevice, NoTrainer, TrainerError, UselessSetting
from fbm.domain.registry.errors import RegistryError, UnknownModel

NO_MINORS = Complaint(
    "No minor-league seasons are at hand: import them with `fbm data import minors FILE…`, or make some with "
    "`fbm data simulate`."
)

HOW_TO_TRAIN: Final = {
    "gb_residual": "fbm ml train --years 2015-2021",
    "blend": "fbm ml train --type blend --years 2015-2021",
    "mtl": "fbm ml train-mtl --years 2015-2021",
    "mle": "fbm ml train-mle --years 2015-2021",
    "contextual": "fbm contextual pretrain` and `fbm contextual finetune",
}
"""The command that trains a kind of model, with seasons for an example."""


def about_training(error: TrainingError) -> Complaint:
    """Say why nothing was trained or published."""
    match error:
        case UnknownPipeline():
            return _unknown_pipeline(error)
        case MissingSeasons() | DamagedTable():
            return about_source(error)
        case TooFewSeasons(seasons, held_out):
            last = "the last season" if held_out == 1 else f"the last {held_out} seasons"
            held = format_seasons(seasons)
            return Complaint(f"Validation holds {last} out, and there is only {held}: name more seasons.")
        case NothingToCorrect(model_type, pipeline, others):
            usable = " or ".join(f"--pipeline {name}" for name in others) or "another kind of model"
            return Complaint(f"No pipeline has a {model_type} model correct {pipeline}: use {usable}.")
        case NoMinors():
            return NO_MINORS
        case NoPlayers(player_type, seasons):
            return Complaint(f"No {player_type} can be learned from in {format_seasons(seasons)}.")
        case _:
            return about_registry(error)


def about_trainers(error: TrainerError) -> Complaint:
    """Say why there is nothing to train with."""
    match error:
        case NoTrainer(model_type, known):
            kinds = " or ".join(f"--type {name}" for name in known)
            return Complaint(f"{model_type} models cannot be trained by this version: use {kinds}.")
        case UselessSetting(model_type, setting):
            return Complaint(f"--{setting} means nothing to a {model_type} model: leave it out.", MEANINGLESS)
        case BadEpochs(epochs):
            return Complaint(f"--epochs {epochs} would train nothing: give 1 or more.", MEANINGLESS)
        case NoDevice(name, known):
            if name == CUDA:
                return Complaint("There is no CUDA device here: leave --device out, or give --device cpu.")
            return Complaint(f"There is no device {name!r}: give --device {' or '.join(known)}.", MEANINGLESS)
        case _:
            assert_never(error)


def about_projecting(error: ProjectingError) -> Complaint:
    """Say why nothing was projected."""
    match error:
        case UnknownPipeline():
            return _unknown_pipeline(error)
        case MissingSeasons() | DamagedTable():
            return about_source(error)
        case UnusedModel(model_type, pipeline, takes, names):
            uses = f"it takes {', '.join(takes)}" if takes else "it takes none"
            return Complaint(f"Pipeline {pipeline} has no place for a {model_type} model: {uses}.{near(names)}", 2)
        case WrongPipeline(name, trained, wanted):
            return Complaint(
                f"{name} corrects {trained.pipeline} after {trained.stage}, this pipeline needs one for "
                f"{wanted.pipeline} after {wanted.stage}: train one with --pipeline {wanted.pipeline}."
            )
        case NoSpread() | NoMinors() | BadFile():
            return _about_data(error)
        case NoPitchesHere(reason):
            return Complaint(
                f"This pipeline reads pitches, and {reason}: import them with `fbm data import retrosheet FILE…` or "
                "`fbm data import statcast FILE…`, or make some with `fbm data simulate --pitches`."
            )
        case WrongFeatures(name, player_type):
            return Complaint(
                f"{name} ({player_type}) was trained on other features than this version has: train again."
            )
        case _:
            return _about_model(error)


def _about_model(error: RegistryError) -> Complaint:
    match error:
        case UnknownModel(ref, model_type, ()) if model_type in HOW_TO_TRAIN:
            how = HOW_TO_TRAIN[model_type]
            return Complaint(f"There is no {model_type} model {ref}: train one with `{how}`, or see `fbm ml list`.")
        case _:
            return about_registry(error)


def _about_data(error: NoSpread | NoMinors | BadFile) -> Complaint:
    match error:
        case NoSpread(season, held, needed):
            return Complaint(
                f"Before {season} only {held:,} player seasons can be projected and held against what happened; "
                f"quantiles need {needed:,}: import earlier seasons, or leave --quantiles out."
            )
        case NoMinors():
            return NO_MINORS
        case BadFile():
            return about_roster(error)
        case _:
            assert_never(error)


def about_roster(error: FileError) -> Complaint:
    """Say what is wrong with a roster."""
    match error:
        case BadFile(file, line, column, value, reason):
            where = f"{file}, line {line}" + (f", column {column}" if column else "")
            return Complaint(f"{where}: {value!r} is refused ({reason}); nothing was projected.")
        case MissingFile(file, directory):
            return Complaint(f"{file} cannot be opened in {directory}: give the path of a CSV file.")
        case MissingColumn(file, column, found):
            return Complaint(f"{file} has no column {column} (it has {', '.join(found[:6])}): nothing was projected.")
        case UnevenSeasons(file, _):
            return Complaint(f"{file} is no roster.")
        case _:
            assert_never(error)


def about_sheet(error: SheetError) -> Complaint:
    """Say why a sheet was not written."""
    match error:
        case UnknownEnding(file, known):
            return Complaint(f"{file} names no format: let the file end in {', '.join(known)}.", MEANINGLESS)
        case UnwritableFile(file, reason):
            return Complaint(f"{file} could not be written ({reason}): name another file with --out.")
        case _:
            assert_never(error)


def _unknown_pipeline(error: UnknownPipeline) -> Complaint:
    known = ", ".join(error.known)
    return Complaint(f"There is no pipeline {error.name!r}: there are {known}.{near(error.near)}", MEANINGLESS)
