"""Fetching over HTTP: patient with servers, strict with what they send, whole files or none."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import urllib3
from returns.result import Failure, Result, Success
from urllib3.exceptions import HTTPError, MaxRetryError

from fbm.domain.ports.downloads import Declined, DownloadError, Form, NoRoom, NotTheForm, TooLarge, Unreachable, Wanted

AGENT: Final = "fbm (fantasy baseball projections; one request at a time)"
LIMIT: Final = 512 * 1024 * 1024
"""Bytes that no file of these makers has."""
CHUNK: Final = 1 << 16
PAUSE_S: Final = 1.0
"""Seconds between two requests."""
AGAIN: Final = (429, 500, 502, 503, 504)
"""Statuses after which it is asked again."""


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
    """

    retries: int = 5
    backoff_s: float = 1.0
    timeout_s: float = 60.0
    pause_s: float = PAUSE_S
    limit: int = LIMIT


class _OversizedError(Exception):
    pass


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

    def fetch(self, wanted: Wanted, *, refresh: bool = False) -> Result[str, DownloadError]:
        """Give the path of a file, fetched unless it is there already."""
        target = self.folder / wanted.file
        if target.is_file() and not refresh:
            return Success(str(target))
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            return self._fetched(wanted, part).map(lambda path: _renamed(path, target))
        except OSError as error:
            return Failure(NoRoom(str(target), error.strerror or type(error).__name__))
        finally:
            part.unlink(missing_ok=True)

    def _fetched(self, wanted: Wanted, part: Path) -> Result[Path, DownloadError]:
        self._wait()
        try:
            status = self._written(wanted.url, part)
        except _OversizedError:
            return Failure(TooLarge(wanted.url, self.patience.limit))
        except MaxRetryError as error:
            return Failure(Unreachable(wanted.url, _reason(error.reason or error)))
        except HTTPError as error:
            return Failure(Unreachable(wanted.url, _reason(error)))
        if status != 200:
            return Failure(Declined(wanted.url, status))
        found = _CHECKS[wanted.form](part)
        return Success(part) if found is None else Failure(NotTheForm(wanted.url, wanted.form, found))

    def _wait(self) -> None:
        time.sleep(max(0.0, self._last + self.patience.pause_s - time.monotonic()))
        self._last = time.monotonic()

    def _written(self, url: str, part: Path) -> int:
        """Write an answer to a file, anew for every time it breaks off; gives its status."""
        for left in reversed(range(self.patience.retries + 1)):
            try:
                return self._once(url, part)
            except (urllib3.exceptions.ProtocolError, urllib3.exceptions.ReadTimeoutError):
                if not left:
                    raise
                time.sleep(self.patience.backoff_s)
        raise ValueError("fewer than no retries")

    def _once(self, url: str, part: Path) -> int:
        patience, size = self.patience, 0
        retry = urllib3.Retry(
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
            for piece in answer.stream(CHUNK):
                size += len(piece)
                if size > patience.limit:
                    raise _OversizedError
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            return int(answer.status)


def _renamed(part: Path, target: Path) -> str:
    part.replace(target)
    return str(target)


def _reason(error: BaseException) -> str:
    """Tell a library's error in a few words, without its objects."""
    words = {
        "ConnectTimeoutError": "no answer in time",
        "ReadTimeoutError": "the answer took too long",
        "NewConnectionError": "no connection",
        "NameResolutionError": "the name is not known",
        "IncompleteRead": "the answer was cut off",
        "ProtocolError": "the answer was cut off",
        "ResponseError": "too many redirects or refusals",
        "SSLError": "no secure connection",
    }
    return words.get(type(error).__name__, type(error).__name__)


def _looks_like_a_page(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a web page"
    return None if head else "nothing at all"


def _json_objection(path: Path) -> str | None:
    page = _looks_like_a_page(path)
    if page is not None:
        return page
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return "text that does not parse"
    return None


def _csv_objection(path: Path) -> str | None:
    page = _looks_like_a_page(path)
    if page is not None:
        return page
    with path.open("rb") as file:
        first = file.readline(1 << 16)
    return None if first.count(b",") >= 2 else "no table"


def _zip_objection(path: Path) -> str | None:
    page = _looks_like_a_page(path)
    return page or (None if zipfile.is_zipfile(path) else "no zip file")


_CHECKS: Final[Mapping[Form, Callable[[Path], str | None]]] = MappingProxyType(
    {"json": _json_objection, "csv": _csv_objection, "zip": _zip_objection}
)
