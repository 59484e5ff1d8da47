"""The earlier system's model directories on disk, read and never written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from returns.result import Failure, Result, Success

from fbm.domain.ports.legacy import LegacyFile
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.legacy import FOLDERS
from fbm.domain.registry.times import as_text

LARGEST: Final = 1 << 30
"""Bytes; the earlier system's largest files have some fourteen million."""


class LegacyDirectory:
    """A root of models.

    Parameters
    ----------
    root : Path
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def place(self) -> str:
        """The directory."""
        return str(self.root)

    def files(self) -> Result[tuple[LegacyFile, ...], StorageFailure]:
        """List the regular files of the root and its folders, links left out."""
        if not self.root.is_dir():
            return Failure(StorageFailure(self.place, "looking for models", "it is no directory"))
        try:
            return Success(tuple(sorted(self._files())))
        except OSError as error:
            return Failure(StorageFailure(self.place, "looking for models", (error.strerror or str(error)).lower()))

    def read(self, path: str) -> Result[bytes, StorageFailure]:
        """Read a file whole."""
        try:
            descriptor = os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                    return self._refused(path, "it is no file, or a far too large one")
                return Success(file.read(LARGEST))
        except OSError as error:
            return self._refused(path, (error.strerror or str(error)).lower())

    def _files(self) -> Iterator[LegacyFile]:
        for folder in FOLDERS:
            if not (self.root / folder).is_dir() or (self.root / folder).is_symlink():
                continue
            for entry in os.scandir(self.root / folder):
                if entry.is_file(follow_symlinks=False):
                    changed = datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)
                    yield LegacyFile(f"{folder}{entry.name}", as_text(changed))

    def _refused(self, path: str, reason: str) -> Result[bytes, StorageFailure]:
        return Failure(StorageFailure(self.place, f"reading {path}", reason))
