"""`fbm doctor`: home, registry, data, libraries, disk and versions at a glance."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryFile

from returns.result import Failure, Success

from fbm.app.cli.failures.data import about_damages, about_source
from fbm.app.cli.failures.pitches import about_pitches
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import DONE, NO, write, write_json
from fbm.app.cli.sizes import human_bytes
from fbm.app.cli.tables import Column, table
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons

Finding = tuple[str, bool, str]
"""What was looked at, whether it is well, and what was found."""


def doctor(*, json: JsonOption = False, context: InContext) -> int:
    """Look at everything fbm stands on and say what is wrong; exit code 3 when something is."""
    services = ServiceContainer(context.home, context.registry)
    findings = [
        _home(services.home),
        _disk(services.home),
        *_registry(services.model_registry),
        _data(services),
        *_versions(services),
    ]
    well = all(good for _, good, _ in findings)
    if json:
        write_json({"ok": well, "findings": [{"what": a, "ok": good, "found": b} for a, good, b in findings]})
    else:
        rows = [(what, "ok" if good else "LOOK", found) for what, good, found in findings]
        write(table((Column("What"), Column(""), Column("Found")), rows))
    return DONE if well else NO


def _home(home: Path) -> Finding:
    if not home.exists():
        return ("home", True, f"{home} (not there yet: the first write makes it)")
    if not home.is_dir():
        return ("home", False, f"{home} is no directory: name another with --home")
    refused = _unwritable(home)
    # What is only read can be projected with: it is told, and nothing is wrong with it.
    return ("home", True, f"{home} (read-only: {refused})" if refused else str(home))


def _unwritable(folder: Path) -> str:
    """Say why nothing can be written to a folder; empty where it can, which permissions alone do not tell."""
    try:
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return ("disk", free > 500_000_000, f"{human_bytes(free)} free")


def _registry(registry: ModelRegistry) -> list[Finding]:
    listing = registry.list_all()
    if isinstance(listing, Failure):
        return [("registry", False, about_registry(listing.failure()).sentence)]
    found = listing.unwrap()
    versions = {(model.model_type, model.name) for model in found.models}
    findings: list[Finding] = [("registry", True, f"{registry.place}: {len(versions)} versions")]
    if found.problems:
        keys = ", ".join(problem.key for problem in found.problems[:3])
        findings.append(("records", False, f"{len(found.problems)} cannot be read ({keys}): run fbm ml verify"))
    return findings


def _data(services: ServiceContainer) -> Finding:
    seasons = services.season_tables.seasons()
    if isinstance(seasons, Failure):
        return ("data", False, about_source(seasons.failure()).sentence)
    damaged = _damaged(services)
    match seasons:
        case _ if damaged:
            return ("data", False, damaged)
        case Success(()):
            return ("data", True, "no seasons yet: fbm data import lahman DIR, or fbm data simulate")
        case _:
            return ("data", True, f"seasons {format_seasons(seasons.unwrap())}")


def _damaged(services: ServiceContainer) -> str:
    """Hold every table against its digest, and name those that are damaged."""
    pitches = services.pitch_tables.damages(thorough=True)
    if isinstance(pitches, Failure):
        return about_pitches(pitches.failure()).sentence
    damaged = (*services.season_tables.damages(thorough=True).value_or(()), *pitches.unwrap())
    return about_damages(damaged) if damaged else ""


def _versions(services: ServiceContainer) -> list[Finding]:
    around = services.environment.surroundings()
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(around.libraries.items()))
    return [
        ("fbm", True, f"{around.fbm_version}, Python {around.python_version}"),
        ("libraries", True, libraries),
    ]
