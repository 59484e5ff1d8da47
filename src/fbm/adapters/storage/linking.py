"""Giving a finished file its name, once.

A hard link fails when the name exists, and that decides who wins. Where a filesystem has no hard links, writers take
turns behind a lock instead; readers never wait for it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

Link: TypeAlias = Callable[[str, str], None]
"""Gives a file a second name; raises `FileExistsError` when the name is taken."""

LOCK: Final = ".lock"
_NO_LINKS_HERE: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK}
)


def hard_link(finished: str, path: str) -> None:
    """Give a file a second name, never through a symbolic link."""
    os.link(finished, path, follow_symlinks=False)


def give_name(finished: str, path: str, *, root: Path, link: Link = hard_link) -> None:
    """Let a finished file appear under its name, whole and at once.

    Parameters
    ----------
    finished : str
        The file, beside its future name; it may or may not be there afterwards.
    path : str
        The name.
    root : Path
        Where the lock lies when the filesystem has no hard links.
    link : callable

    Raises
    ------
    FileExistsError
        When the name is taken; nothing was changed.
    OSError
        When the filesystem will not.
    """
    try:
        link(finished, path)
    except OSError as error:
        if error.errno not in _NO_LINKS_HERE:
            raise
        with _turn(root / LOCK):
            _rename(finished, path)


def _rename(finished: str, path: str) -> None:
    # A rename would replace what is there: only safe while the lock is held.
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    os.rename(finished, path)


@contextmanager
def _turn(lock: Path) -> Generator[None, None, None]:
    """Wait for the lock; it ends with the descriptor, so a killed writer leaves none behind."""
    import fcntl

    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
