"""What an evaluation is given on the command line besides pipelines: versions to judge, and projections of others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.data import about_file, about_source
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import MEANINGLESS, Complaint, listed, say
from fbm.app.evaluation.tasks import NamedVersion
from fbm.app.evaluation.versions import named_version
from fbm.app.wiring.container import ServiceContainer
from fbm.app.wiring.evaluation import scratch_registry
from fbm.domain.crosswalk import Crosswalk
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.ports.season_tables import FileError, MissingFile

NO_IDS: Final = Complaint(
    "Nobody's ids are known, so that foreign projections cannot be told apart: import some with "
    "`fbm data import ids FILE…`."
)
_FOREIGN: Final = re.compile(r"(?P<name>[^=:@]+)(?::(?P<season>\d{4}))?=(?P<file>.+)")


class Inputs(NamedTuple):
    """What was read.

    Attributes
    ----------
    named : mapping of model type to NamedVersion
    foreign : mapping of name to tuple of Forecast
    """

    named: Mapping[str, NamedVersion]
    foreign: Mapping[str, tuple[Forecast, ...]]


def evaluation_inputs(
    services: ServiceContainer, models: Sequence[str], foreign: Sequence[str], seasons: tuple[int, ...]
) -> Result[Inputs, Complaint]:
    """Read versions and foreign projections; says on stderr whom of the latter nobody knows.

    Parameters
    ----------
    services : ServiceContainer
    models : sequence of str
        ``TYPE=REF``.
    foreign : sequence of str
        ``NAME=FILE``; ``NAME:SEASON=FILE`` for a file without a column of seasons.
    seasons : tuple of int
        Those judged; a single one is that of every file without.
    """
    versions = _named_versions(services, models)
    return versions.bind(
        lambda named: _foreign(services, foreign, seasons).map(lambda forecasts: Inputs(named, forecasts))
    )


def _named_versions(services: ServiceContainer, given: Sequence[str]) -> Result[dict[str, NamedVersion], Complaint]:
    """Load the versions that ``--model TYPE=REF`` names."""
    refs = dict(pair.split("=", 1) for pair in given if "=" in pair)
    if len(refs) != len(given) or not all(refs.values()):
        return Failure(Complaint("--model takes TYPE=REF, such as gb_residual=default@3, once a type.", MEANINGLESS))
    versions: dict[str, NamedVersion] = {}
    for model_type, ref in refs.items():
        scratch, contents = scratch_registry()
        found = named_version(services.model_registry, model_type, ref, scratch, contents)
        if isinstance(found, Failure):
            return Failure(about_registry(found.failure()))
        versions[model_type] = found.unwrap()
    return Success(versions)


def _foreign(
    services: ServiceContainer, given: Sequence[str], seasons: tuple[int, ...]
) -> Result[dict[str, tuple[Forecast, ...]], Complaint]:
    if not given:
        return Success({})
    crosswalk = services.season_tables.crosswalk().alt(about_source)
    return crosswalk.bind(lambda known: _all_read(services, given, seasons, known))


def _all_read(
    services: ServiceContainer, given: Sequence[str], seasons: tuple[int, ...], crosswalk: Crosswalk
) -> Result[dict[str, tuple[Forecast, ...]], Complaint]:
    forecasts: dict[str, tuple[Forecast, ...]] = {}
    for text in given:
        match = _FOREIGN.fullmatch(text)
        if match is None:
            return Failure(Complaint(f"--foreign takes NAME=FILE or NAME:2019=FILE, not {text!r}.", MEANINGLESS))
        only = seasons[0] if len(seasons) == 1 else None
        file = services.foreign_file(Path(match["file"]), int(match["season"]) if match["season"] else only)
        read = file.read(crosswalk)
        if isinstance(read, Failure):
            return Failure(_about_file(read.failure()))
        sheet = read.unwrap()
        # A file with ids of the majors, as ours have, needs no crosswalk.
        if not len(crosswalk) and not any(map(len, sheet.forecasts)):
            return Failure(NO_IDS)
        if sheet.unmatched and not any(map(len, sheet.forecasts)):
            return Failure(_nobody(match["file"], sheet.unmatched))
        if sheet.unmatched:
            whom = f"{len(sheet.unmatched):,} without ids that the crosswalk knows are left out"
            say(f"{match['name']}: {whom}: {listed(sheet.unmatched)}.")
        forecasts[match["name"]] = (*forecasts.get(match["name"], ()), *sheet.forecasts)
    return Success(forecasts)


def _nobody(file: str, unmatched: tuple[str, ...]) -> Complaint:
    return Complaint(
        f"{Path(file).name}: none of its {len(unmatched):,} players has an id that is known "
        f"({listed(unmatched, most=3)}): nothing was judged. It needs those of MLB (MLBAMID) or FanGraphs (playerid)."
    )


def _about_file(error: FileError) -> Complaint:
    if isinstance(error, MissingFile):
        return Complaint(f"{error.file} cannot be opened in {error.directory}: name another file with --foreign.")
    return about_file(error, done="judged")
