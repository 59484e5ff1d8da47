"""What an evaluation is given on the command line besides pipelines: versions to judge, and projections of others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.data import about_file, about_source
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import MEANINGLESS, Complaint, listed
from fbm.app.evaluation.tasks import NamedVersion
from fbm.app.evaluation.versions import named_version
from fbm.app.wiring.container import ServiceContainer
from fbm.app.wiring.evaluation import scratch_registry
from fbm.domain.evaluation.forecasts import Forecast

_FOREIGN: Final = re.compile(r"(?P<name>[^=:@]+)(?::(?P<season>\d{4}))?=(?P<file>.+)")


class Foreign(NamedTuple):
    """Projections of others by name, and what a person should be told of them."""

    forecasts: Mapping[str, tuple[Forecast, ...]]
    notices: tuple[str, ...]


def named_versions(services: ServiceContainer, given: Sequence[str]) -> Result[dict[str, NamedVersion], Complaint]:
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


def foreign_projections(
    services: ServiceContainer, given: Sequence[str], seasons: tuple[int, ...]
) -> Result[Foreign, Complaint]:
    """Read the files that ``--foreign NAME=FILE`` names; ``NAME:SEASON=FILE`` for one without a column of seasons."""
    if not given:
        return Success(Foreign({}, ()))
    crosswalk = services.season_tables.crosswalk()
    if isinstance(crosswalk, Failure):
        return Failure(about_source(crosswalk.failure()))
    if not len(crosswalk.unwrap()):
        return Failure(Complaint("Nobody's ids are known, so foreign projections cannot be told apart: import some "
                                 "with `fbm data import ids FILE…`."))  # fmt: skip
    forecasts: dict[str, tuple[Forecast, ...]] = {}
    notices: list[str] = []
    for text in given:
        match = _FOREIGN.fullmatch(text)
        if match is None:
            return Failure(Complaint(f"--foreign takes NAME=FILE or NAME:2019=FILE, not {text!r}.", MEANINGLESS))
        season = int(match["season"]) if match["season"] else (seasons[0] if len(seasons) == 1 else None)
        read = services.foreign_file(Path(match["file"]), season).read(crosswalk.unwrap())
        if isinstance(read, Failure):
            return Failure(about_file(read.failure()))
        sheet = read.unwrap()
        forecasts[match["name"]] = (*forecasts.get(match["name"], ()), *sheet.forecasts)
        notices += [f"{match['name']}: nobody knows who {listed(sheet.unmatched)} is."] if sheet.unmatched else []
    return Success(Foreign(forecasts, tuple(notices)))
