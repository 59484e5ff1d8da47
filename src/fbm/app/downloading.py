"""Downloading: every file of a source first, and only then the import, so that tables change all at once or not."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.domain.downloads import Following, following
from fbm.domain.ports.downloads import DownloadError, Fetched, Fetcher, Wanted
from fbm.domain.ports.progress import Progress


class Stopped(NamedTuple):
    """A download that ended early: why, and how many of how many files are there."""

    error: DownloadError
    done: int
    of: int


def download(
    files: Sequence[Wanted], fetcher: Fetcher, progress: Progress, *, refresh: bool = False
) -> Result[tuple[Fetched, ...], Stopped]:
    """Fetch files one after the other.

    Parameters
    ----------
    files : sequence of Wanted
    fetcher : Fetcher
    progress : Progress
        One step for each file; pages nobody could know of are steps beyond.
    refresh : bool
        Fetch also what is there.

    Returns
    -------
    Result of tuple of Fetched
        In order, further pages after their first; `Stopped` with the first that could not be had.
        What was fetched before it stays.
    """
    progress.start("files fetched", len(files))
    queue, kept, done = deque(files), list[Fetched](), 0
    while queue:
        wanted = queue.popleft()
        got = fetcher.fetch(wanted, refresh=refresh)
        next_ = got.bind(partial(_following, wanted))
        if isinstance(next_, Failure):
            progress.finish()
            return Failure(Stopped(next_.failure(), done, done + len(queue) + 1))
        counts, others = next_.unwrap()
        kept += [got.unwrap()] if counts else []
        queue.extendleft(reversed(others))
        done += 1
        progress.advance()
    progress.finish()
    return Success(tuple(kept))


def _following(wanted: Wanted, fetched: Fetched) -> Result[Following, DownloadError]:
    return following(wanted, fetched).alt(_as_error)


def _as_error(error: DownloadError) -> DownloadError:
    return error
