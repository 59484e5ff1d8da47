"""Durable files and the lock importers share: a kill at any moment leaves the old bytes or the new."""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".unfinished"
"""Ending of a file that is being written; one that is left over belongs to nobody."""


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Generator[None]:
    """Hold a file's lock: alone, or together with others that only read.

    Parameters
    ----------
    path : Path
        Made if it is not there.
    shared : bool
    """
    handle = os.open(path, os.O_CREAT | (os.O_RDONLY if shared else os.O_RDWR), 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Put bytes under a name in one step, whatever stood there before; `sync_directory` makes the name last."""
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with aside.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        aside.replace(path)
    except OSError as error:
        # A full disk names no file, and who reads the message needs to know which disk it is.
        raise OSError(error.errno, error.strerror, error.filename or str(path.parent)) from error
    finally:
        aside.unlink(missing_ok=True)


def sync_directory(path: Path) -> None:
    """Make the names in a directory outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
