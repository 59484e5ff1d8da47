"""Letting a finished file appear under its name, whole, and never in the place of another one."""

from __future__ import annotations

import os
from pathlib import Path


def finish(aside: Path, path: Path) -> int:
    """Flush a file written aside to the disk and give it its name; gives its size in bytes.

    Raises
    ------
    FileExistsError
        When the name is taken; nothing was changed.
    OSError
    """
    descriptor = os.open(aside, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    os.link(aside, path, follow_symlinks=False)
    return size


def why(error: OSError) -> str:
    """Say why the filesystem would not."""
    return (error.strerror or str(error)).lower()
