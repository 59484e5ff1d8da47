"""Sentences for what can go wrong with files and folders that models are handed over in."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import Complaint
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.errors import RegistryError


class Use(NamedTuple):
    """What could not be done with a file, and what to do instead."""

    refused: str
    instead: str


READ: Final = Use("cannot be taken in", "give a bundle that `fbm ml export` wrote, whole")
WRITTEN: Final = Use("cannot be written", "name another place with --out")
SEARCHED: Final = Use("cannot be searched for models", "give the directory of the earlier system's models")


def about_file(error: RegistryError, path: Path, use: Use) -> Complaint:
    """Say what is wrong with a file or folder that was named; whatever else is wrong is the registry's."""
    match error:
        case StorageFailure(place, _, reason) if place == str(path):
            return Complaint(f"{path} {use.refused} ({reason}): {use.instead}.")
        case _:
            return about_registry(error)
