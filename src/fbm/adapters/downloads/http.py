"""Fetching over HTTP: patient with servers, strict with what they send, whole files or none."""

from __future__ import annotations

import os
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final

import urllib3
from returns.result import Failure, Result, Success
from urllib3.exceptions import HTTPError, InvalidHeader

from fbm.adapters.downloads.bodies import pieces
from fbm.adapters.downloads.forms import look_at
from fbm.domain.ports.downloads import (
    Declined,
    DownloadError,
    Fetched,
    Later,
    NoRoom,
    NotTheForm,
    TooLarge,
    Unreachable,
    Wanted,
)

AGENT: Final = "fbm (fantasy baseball projections; one request at a time)"
LIMIT: Final = 512 * 1024 * 1024
"""Bytes that no file of these makers has."""
PAUSE_S: Final = 1.0
"""Seconds between two requests."""
AGAIN: Final = (429, 500, 502, 503, 504)
"""Statuses after which it is asked again."""
LONGEST_WAIT_S: Final = 300.0
"""Seconds of ``Retry-After`` that are waited for; a server that wants more is left alone."""
STALE_S: Final = 12 * 3600.0
"""Seconds after which a file of days not yet settled is fetched again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a server is asked.

    Attributes
    ----------
    retries : int
        Times it is asked again; ``Retry-After`` is obeyed.
    backoff_s : float
        Seconds before the second try, doubled each time.
    timeout_s : float
        For a connection, and between two pieces of an answer.
    pause_s : float
    limit : int
        Bytes of a file at most.
    total_s : float
        Seconds for one answer from its first byte to its last: a trickle ends too.
    """

    retries: int = 5
    backoff_s: float = 1.0
    timeout_s: float = 60.0
    pause_s: float = PAUSE_S
    limit: int = LIMIT
    total_s: float = 1800.0


class _OversizedError(Exception):
    pass


class _TrickleError(Exception):
    pass


class _LaterError(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Retry(urllib3.Retry):
    """Obeys ``Retry-After`` or gives up; never asks sooner than the server wants."""

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:
        """Give the seconds to wait for, if the server names any."""
        self.retry_after_max = sys.maxsize  # the library would shorten what the server says
        try:
            seconds = super().get_retry_after(response)
        except InvalidHeader:
            return None  # no time that can be read: back-off as without one
        if seconds is not None and seconds > LONGEST_WAIT_S:
            raise _LaterError(seconds)
        return seconds


@dataclass
class HttpFetcher:
    """Fetches files into a folder, one at a time.

    A file is written under another name, flushed, looked at, and renamed: what has its own name is whole. What is
    there is not fetched again.

    Parameters
    ----------
    folder : Path
    patience : Patience
    """

    folder: Path
    patience: Patience = field(default_factory=Patience)
    _last: float = field(default=float("-inf"), init=False)

    def fetch(self, wanted: Wanted, *, refresh: bool = False) -> Result[Fetched, DownloadError]:
        """Give a file, fetched unless it is there already and not stale."""
        target = self.folder / wanted.file
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            held = None if refresh else self._held(target, wanted)
            if held is not None:
                return Success(held)
            target.parent.mkdir(parents=True, exist_ok=True)
            _sweep(target)
            return self._fetched(wanted, part).map(lambda fetched: _renamed(fetched, target))
        except OSError as error:
            return Failure(NoRoom(str(target), error.strerror or type(error).__name__))
        finally:
            part.unlink(missing_ok=True)

    def _held(self, target: Path, wanted: Wanted) -> Fetched | None:
        """Find a file of before; one that is not what it should be counts for nothing."""
        if not target.is_file() or not _fresh(target, wanted.settled):
            return None
        look = look_at(target, wanted)
        return Fetched(str(target), look.rows, look.total) if look.found is None else None

    def _fetched(self, wanted: Wanted, part: Path) -> Result[Fetched, DownloadError]:
        self._wait()
        asked = self._asked(wanted.url, part)
        if isinstance(asked, Failure):
            return Failure(asked.failure())
        look = look_at(part, wanted)
        if look.found is not None:
            return Failure(NotTheForm(wanted.url, wanted.form, look.found))
        return Success(Fetched(str(part), look.rows, look.total))

    def _asked(self, url: str, part: Path) -> Result[None, DownloadError]:
        try:
            status = self._written(url, part)
        except _OversizedError:
            return Failure(TooLarge(url, self.patience.limit))
        except _TrickleError:
            return Failure(Unreachable(url, f"the answer took more than {self.patience.total_s:,.0f} seconds"))
        except _LaterError as error:
            return Failure(Later(url, error.seconds))
        except HTTPError as error:
            return Failure(Unreachable(url, _reason(getattr(error, "reason", None) or error)))
        return Success(None) if status == 200 else Failure(Declined(url, status))

    def _wait(self) -> None:
        time.sleep(max(0.0, self._last + self.patience.pause_s - time.monotonic()))
        self._last = time.monotonic()

    def _written(self, url: str, part: Path) -> int:
        """Write an answer to a file, anew for every time it breaks off; gives its status."""
        for tried in range(self.patience.retries + 1):
            try:
                return self._once(url, part)
            except (urllib3.exceptions.ProtocolError, urllib3.exceptions.ReadTimeoutError):
                if tried == self.patience.retries:
                    raise
                time.sleep(self.patience.backoff_s * (2**tried + random.random()))
        raise ValueError("fewer than no retries")

    def _once(self, url: str, part: Path) -> int:
        patience = self.patience
        retry = _Retry(
            total=patience.retries,
            redirect=3,
            backoff_factor=patience.backoff_s,
            backoff_jitter=patience.backoff_s / 4,
            status_forcelist=AGAIN,
            raise_on_status=False,
        )
        timeout = urllib3.Timeout(connect=patience.timeout_s, read=patience.timeout_s)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip"}
        with (
            urllib3.PoolManager(headers=headers, retries=retry, timeout=timeout) as pool,
            pool.request("GET", url, preload_content=False) as answer,
            part.open("wb") as file,
        ):
            self._copy(answer, file)
            file.flush()
            os.fsync(file.fileno())
            return int(answer.status)

    def _copy(self, answer: urllib3.BaseHTTPResponse, file: BinaryIO) -> None:
        size, begun = 0, time.monotonic()
        for piece in pieces(answer):
            size += len(piece)
            if size > self.patience.limit:
                raise _OversizedError
            if time.monotonic() - begun > self.patience.total_s:
                raise _TrickleError
            file.write(piece)


def _renamed(fetched: Fetched, target: Path) -> Fetched:
    Path(fetched.path).replace(target)
    return fetched._replace(path=str(target))


def _sweep(target: Path) -> None:
    """Remove what killed processes left of a file; a younger one may be at work on its own."""
    for left in target.parent.glob(f"{target.name}.*.part"):
        if time.time() - left.stat().st_mtime > STALE_S:
            left.unlink(missing_ok=True)


def _fresh(target: Path, settled: date | None) -> bool:
    """Tell whether what was fetched then is what would be fetched now."""
    fetched = target.stat().st_mtime
    return settled is None or datetime.fromtimestamp(fetched, UTC).date() >= settled or time.time() - fetched < STALE_S


def _reason(error: BaseException) -> str:
    """Tell a library's error in a few words, without its objects."""
    words = {
        "ConnectTimeoutError": "no answer in time",
        "ReadTimeoutError": "the answer took too long",
        "NewConnectionError": "no connection",
        "NameResolutionError": "the name is not known",
        "IncompleteRead": "the answer was cut off",
        "ProtocolError": "the answer was cut off",
        "DecodeError": "the answer cannot be unpacked",
        "ResponseError": "too many redirects or refusals",
        "URLSchemeUnknown": "it leads to an address that is not http",
        "LocationParseError": "it leads to no address",
        "SSLError": "no secure connection",
    }
    return words.get(type(error).__name__, type(error).__name__)
