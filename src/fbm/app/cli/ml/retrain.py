"""`fbm ml retrain`: train a version again from what its lineage says."""

from __future__ import annotations

import shlex
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.below import reads_minors
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.options import Context, InContext, JsonOption, TypeOption, Years
from fbm.app.cli.output import Complaint, refuse, say
from fbm.app.fingerprints import lessons_fingerprint
from fbm.app.pipeline.presets import MLE
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import Release

TRAINING = (["fbm", "ml", "train"], ["fbm", "ml", "train-mtl"], ["fbm", "ml", "train-mle"])
"""Commands that a lineage may name; nothing else in one is ever run."""

NameOption = Annotated[
    str | None, Parameter(name=("--name", "-n"), help="Line of the new version; left out: the same line.")
]


def retrain(
    ref: str,
    /,
    *,
    years: Years = (),
    name: NameOption = None,
    model_type: TypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Train a version again - same settings, seed and seasons unless said otherwise - and publish it as a new one.

    Parameters
    ----------
    ref
        Which version: default, default_v3, default@latest.
    """
    services = ServiceContainer(context.home, context.registry)
    registry = services.model_registry
    kind = choose_type(registry, ref, model_type)
    found = kind.bind(lambda known: registry.find(ref, known).alt(about_registry)).map(lambda state: state.release)
    words = found.bind(lambda release: _words(release, years, name))
    if isinstance(found, Failure) or isinstance(words, Failure):
        return refuse(words.failure())
    _say_changed_data(found.unwrap(), services)
    number = registry.next_version(name or found.unwrap().base_name, found.unwrap().model_type).value_or(0)
    code = _run([*words.unwrap(), *(["--json"] if json else [])], context)
    if code == 0 and not years:
        _say_sameness(registry, found.unwrap(), name, number)
    return code


def _words(release: Release, years: tuple[int, ...], name: str | None) -> Result[list[str], Complaint]:
    """Read the recorded command, with other seasons and another line where they are wanted."""
    label = format_versioned_name(release.base_name, release.version)
    words = shlex.split(release.lineage.command or "")
    if words[:3] not in TRAINING:
        return Failure(Complaint(f"{label} cannot be trained again: its lineage tells no training command."))
    changes = {"--years": format_seasons(years) if years else None, "--name": name}
    for option, value in changes.items():
        if value is not None and option in words:
            words[words.index(option) + 1] = value
        elif value is not None:
            words += [option, value]
    return Success(words[1:])


def _run(words: list[str], context: Context) -> int:
    from fbm.app.cli.parser import run_in

    code = run_in(words, context)
    return code if isinstance(code, int) else 0


def _say_changed_data(release: Release, services: ServiceContainer) -> None:
    """Warn when the season tables are not those of then: another model comes out."""
    seasons = release.lineage.seasons
    known = release.lineage.data_fingerprint
    if not seasons or known is None:
        return
    tables = services.season_tables
    part = release.parts[0]
    minors = tables if release.model_type == MLE or reads_minors(part.feature_names) else None
    pipeline = str(part.config.get("pipeline", ""))
    now = lessons_fingerprint(tables, pipeline, seasons, minors=minors).value_or(known)
    if now != known:
        say("The season tables have changed since then, so the new version will differ.")


def _say_sameness(registry: ModelRegistry, old: Release, name: str | None, number: int) -> None:
    """Tell whether the new version came out bit for bit the same."""
    fresh = registry.find(f"{name or old.base_name}@{number}", old.model_type)
    if isinstance(fresh, Failure):
        return
    new = fresh.unwrap().release
    same = [part.player_type for part in new.parts if _digest(old, part.player_type) == part.artifact.digest]
    label = format_versioned_name(old.base_name, old.version)
    if len(same) == len(new.parts):
        say(f"It is {label} again, bit for bit.")
    else:
        other = [part.player_type for part in new.parts if part.player_type not in same]
        say(f"It differs from {label}: {', '.join(other)}.")


def _digest(release: Release, player_type: str) -> str | None:
    part = release.part(player_type)
    return None if part is None else part.artifact.digest
