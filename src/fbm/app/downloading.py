"""Downloading: every file of a source first, and only then the import, so that tables change all at once or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.domain.ports.downloads import DownloadError, Fetcher, Wanted
from fbm.domain.ports.progress import Progress


class Stopped(NamedTuple):
    """A download that ended early: why, and how many of how many files are there."""

    error: DownloadError
    done: int
    of: int


def download(
    files: Sequence[Wanted], fetcher: Fetcher, progress: Progress, *, refresh: bool = False
) -> Result[tuple[str, ...], Stopped]:
    """Fetch files one after the other.

    Parameters
    ----------
    files : sequence of Wanted
    fetcher : Fetcher
    progress : Progress
        One step for each file.
    refresh : bool
        Fetch also what is there.

    Returns
    -------
    Result of tuple of str
        Their paths, in order; `Stopped` with the first that could not be had. What was fetched before it stays.
    """
    progress.start("files fetched", len(files))
    paths: list[str] = []
    for wanted in files:
        got = fetcher.fetch(wanted, refresh=refresh)
        if isinstance(got, Failure):
            progress.finish()
            return Failure(Stopped(got.failure(), len(paths), len(files)))
        paths.append(got.unwrap())
        progress.advance()
    progress.finish()
    return Success(tuple(paths))
