"""What `fbm project` does between its options and its output: ask, project, value, and hold against a pin."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.drafting import about_changed, about_league, about_pin, about_valuation
from fbm.app.cli.failures.models import about_projecting
from fbm.app.cli.output import MEANINGLESS, Complaint
from fbm.app.drafting import draft
from fbm.app.pinning import check_ground, check_league, check_result, pin_of, request_of
from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.leagues import LeagueText
from fbm.domain.ports.pins import Pin


class Job(NamedTuple):
    """What is to be made.

    Attributes
    ----------
    request : ProjectionRequest
    league : LeagueText or None
        What it is to be valued by.
    pin : Pin or None
        What it is to be held against.
    """

    request: ProjectionRequest
    league: LeagueText | None = None
    pin: Pin | None = None


def job_of(request: ProjectionRequest, league: Path | None, services: ServiceContainer) -> Result[Job, Complaint]:
    """Read the league that a projection is to be valued by."""
    if league is None:
        return Success(Job(request))
    return services.leagues.read(str(league)).map(lambda text: Job(request, text)).alt(about_league)


def pinned_job(file: Path, season: int | None, services: ServiceContainer) -> Result[Job, Complaint]:
    """Read what was pinned."""
    return services.pin_files.read(str(file)).alt(about_pin).bind(lambda pin: _again(pin, season, services))


def _again(pin: Pin, season: int | None, services: ServiceContainer) -> Result[Job, Complaint]:
    if season not in (None, pin.season):
        return Failure(Complaint(f"The pin is of season {pin.season}: leave {season} out.", MEANINGLESS))
    request = request_of(pin)
    pinned = check_league(pin).alt(about_changed)
    if isinstance(pinned, Failure):
        return Failure(pinned.failure())
    league = pinned.unwrap()
    if league is None:
        return Success(Job(request, pin=pin))
    return services.leagues.parse(league.file, league.text).map(lambda text: Job(request, text, pin)).alt(about_league)


def made_of(job: Job, services: ServiceContainer) -> Result[Projected, Complaint]:
    """Project, value, and hold the outcome against the pin."""
    tables = services.season_tables
    with services.progress() as progress, services.one_thread():
        made = project_season(
            job.request,
            source=tables,
            registry=services.model_registry,
            minors=tables,
            identities=tables,
            pitches=services.pitch_library(progress),
        ).alt(about_projecting)
    return made.bind(lambda raw: _on_ground(raw, job)).bind(lambda raw: _finished(raw, job, services))


def _on_ground(made: Projected, job: Job) -> Result[Projected, Complaint]:
    if job.pin is None:
        return Success(made)
    return check_ground(made.sheet, job.pin).map(lambda _: made).alt(about_changed)


def _finished(made: Projected, job: Job, services: ServiceContainer) -> Result[Projected, Complaint]:
    drafted = Success(made) if job.league is None else draft(made, job.league.league).alt(about_valuation)
    pin = job.pin
    if pin is None:
        return drafted
    version = services.environment.surroundings().fbm_version
    return drafted.bind(
        lambda done: check_result(done.sheet, pin, fbm_version=version).map(lambda _: done).alt(about_changed)
    )


def write_pin(made: Projected, job: Job, file: Path, services: ServiceContainer) -> Result[None, Complaint]:
    """Write down what a sheet was made of."""
    version = services.environment.surroundings().fbm_version
    pin = pin_of(job.request, made.sheet, job.league, fbm_version=version)
    return services.pin_files.write(pin, str(file)).alt(about_pin)
