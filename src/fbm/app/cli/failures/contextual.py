"""Sentences for what can go wrong with networks that read pitches."""

from __future__ import annotations

from fbm.app.cli.failures.pitches import about_pitches
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import MEANINGLESS, Complaint
from fbm.app.contextual_judging import JudgingError, NoLaterSeason, SeenSeason
from fbm.app.contextual_tuning import TuningError
from fbm.domain.ports.contextual import NothingToResume, NotPretrained, OtherRun, TooFewGames
from fbm.domain.ports.pitches import NoPitches, OtherTable, TwiceThrown
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile, MixedSources, UnevenSeasons
from fbm.domain.ports.sources import DamagedTable, MissingSeasons
from fbm.domain.registry.errors import MissingPart, UnknownModel


def about_contextual(error: TuningError) -> Complaint:
    """Say why nothing was trained or published."""
    match error:
        case NothingToResume(run, place):
            return Complaint(f"The run {run} has left no checkpoint in {place}: leave --resume out to start it.")
        case OtherRun(run, reason):
            return Complaint(
                f"The checkpoint of {run} cannot be gone on from ({reason}): give the settings it was started with, or "
                "leave --resume out to start again."
            )
        case NotPretrained():
            return Complaint(
                "The base model is no pretrained network of this version: make one with `fbm contextual pretrain`."
            )
        case TooFewGames(perspective, seasons):
            held = f" (only {seasons[0]} has)" if seasons else ""
            return Complaint(
                f"Fine-tuning needs two seasons in which {perspective}s have enough games before them{held}: "
                "prepare more seasons of pitches."
            )
        case MissingSeasons() | DamagedTable() | MixedSources() | OtherTable() | TwiceThrown() | NoPitches():
            return about_pitches(error)
        case MissingFile() | MissingColumn() | BadFile() | UnevenSeasons():
            return about_pitches(error)
        case _:
            return about_registry(error)


def about_tuning(error: TuningError) -> Complaint:
    """Say why nothing was fine-tuned."""
    match error:
        case UnknownModel(ref, _, ()):
            return Complaint(
                f"There is no pretrained network {ref}: make one with `fbm contextual pretrain`, or name another by "
                "--base-model."
            )
        case _:
            return about_contextual(error)


def about_judging(error: JudgingError) -> Complaint:
    """Say why nothing was judged."""
    match error:
        case SeenSeason(name, season):
            return Complaint(
                f"{name} was trained on {season}, so it cannot be judged by it: give a later --season.", MEANINGLESS
            )
        case NoLaterSeason(name, last):
            return Complaint(
                f"{name} was trained on seasons up to {last}, and no such later one is at hand: import its pitches, or "
                "train on fewer --seasons."
            )
        case MissingPart(name, who, has):
            return Complaint(f"{name} has no {who} part: choose {' or '.join(has)} by --player-type.")
        case _:
            return about_contextual(error)
