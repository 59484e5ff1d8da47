"""Sentences for what can go wrong when projections are judged."""

from __future__ import annotations

from typing import assert_never

from fbm.app.cli.failures.models import about_projecting, about_sheet, about_trainers, about_training
from fbm.app.cli.output import MEANINGLESS, Complaint, near
from fbm.app.evaluation.tasks import (
    EvaluatingError,
    NothingBefore,
    SawTheSeason,
    ToldTwice,
    UnjudgedSeasons,
    UnknownBaseline,
    UntoldTraining,
)
from fbm.app.projection_request import UnusedModel
from fbm.app.training_request import NoPlayers, NothingToCorrect, TooFewSeasons
from fbm.domain.ids import format_seasons
from fbm.domain.ports.executor import ExecutorError, MissingLibrary, NoCluster
from fbm.domain.ports.reports import FORMATS, ReportError
from fbm.domain.ports.training import BadEpochs, NoDevice, NoTrainer, UselessSetting


def about_evaluating(error: EvaluatingError) -> Complaint:
    """Say why nothing was judged."""
    match error:
        case UnknownBaseline() | NothingBefore() | SawTheSeason() | UntoldTraining():
            return _about_judging(error)
        case UnjudgedSeasons() | ToldTwice():
            return _about_others(error)
        case NoCluster() | MissingLibrary():
            return about_executor(error)
        case NothingToCorrect() | TooFewSeasons() | NoPlayers():
            return about_training(error)
        case NoTrainer(model_type, _):
            return Complaint(
                f"{model_type} models are not trained by an evaluation: name a version that saw earlier seasons only, "
                f"with --model {model_type}=REF."
            )
        case UselessSetting() | BadEpochs() | NoDevice():
            return about_trainers(error)
        case UnusedModel(model_type, _, takes) if not takes:
            return Complaint(
                f"None of these pipelines has a model, so --model {model_type} means nothing.", MEANINGLESS
            )
        case _:
            return about_projecting(error)


def about_executor(error: ExecutorError) -> Complaint:
    """Say why tasks could not be run."""
    match error:
        case NoCluster(address, reason):
            return Complaint(f"No Dask scheduler answers at {address} ({reason}): start one, or use --backend local.")
        case MissingLibrary(library, extra):
            return Complaint(f"{library} is not installed: pip install 'fbm[{extra}]'.")
        case _:
            assert_never(error)


def about_report(error: ReportError, formats: tuple[str, ...] = FORMATS) -> Complaint:
    """Say why a report was not written, and which of its formats would do."""
    match error:
        case MissingLibrary(library, extra):
            *others, last = (ending for ending in formats if ending != ".html")
            plain = f"{', '.join(others)} or {last}" if others else last
            return Complaint(
                f"A page with plots needs {library}: pip install 'fbm[{extra}]', or let --out end in {plain}."
            )
        case _:
            return about_sheet(error)


def _about_judging(error: UnknownBaseline | NothingBefore | SawTheSeason | UntoldTraining) -> Complaint:
    match error:
        case UnknownBaseline(name, judged, names):
            those = ", ".join(judged)
            return Complaint(f"--baseline {name} is not among what is judged ({those}).{near(names)}", MEANINGLESS)
        case NothingBefore(season, first, needs):
            return Complaint(
                f"Nothing can be learned before {season}: seasons are at hand from {first}, and a target season needs "
                f"{needs} before it. Judge later seasons or import earlier ones."
            )
        case SawTheSeason(model_type, name, season, until):
            return Complaint(
                f"{model_type} {name} was trained on seasons up to {until} and cannot be judged on {season}: judge "
                "later seasons, name a version that was trained earlier, or leave --model out and have one trained."
            )
        case UntoldTraining(model_type, name):
            return Complaint(
                f"{model_type} {name} does not say what it was trained on, so nobody can tell what it has seen: "
                "leave --model out and have one trained."
            )
        case _:
            assert_never(error)


def _about_others(error: UnjudgedSeasons | ToldTwice) -> Complaint:
    match error:
        case UnjudgedSeasons(name, missing, player_type):
            return Complaint(
                f"{name} has no {player_type}s of {format_seasons(missing)}: give a file for each season judged "
                f"(--foreign {name}:{missing[0]}=FILE), or judge fewer seasons."
            )
        case ToldTwice(name, season, player_type):
            return Complaint(
                f"{name} is there twice for the {player_type}s of {season}: give one of them another name.", MEANINGLESS
            )
        case _:
            assert_never(error)
