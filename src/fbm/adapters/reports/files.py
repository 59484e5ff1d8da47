"""Judgements written to files, whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import uuid
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from returns.result import Failure, Result, Success

from fbm.adapters.reports.markdown import markdown
from fbm.adapters.reports.page import page
from fbm.adapters.reports.rows import frame_of
from fbm.domain.ports.executor import MissingLibrary
from fbm.domain.ports.reports import Report, ReportError, formats_of
from fbm.domain.ports.sheets import UnwritableFile

NAME: Final = "evaluation"
"""Name of the files in a directory, without their endings."""


class ReportFiles:
    """Writes judgements to files."""

    def check(self, out: str) -> Result[None, ReportError]:
        """Find out whether a report could be written: `UnknownEnding`, `MissingLibrary` or `UnwritableFile`."""
        formats = formats_of(out)
        if isinstance(formats, Failure):
            return Failure(formats.failure())
        if ".html" in formats.unwrap() and find_spec("matplotlib") is None:
            return Failure(MissingLibrary("matplotlib", "plots"))
        try:
            _try_out(Path(out), folder=len(formats.unwrap()) > 1)
        except OSError as error:
            return Failure(UnwritableFile(out, error.strerror or str(error)))
        return Success(None)

    def write(self, report: Report, out: str) -> Result[tuple[str, ...], ReportError]:
        """Write a report: to one file, or in every format to a directory; `UnwritableFile` where that fails."""
        formats = formats_of(out)
        if isinstance(formats, Failure):
            return Failure(formats.failure())
        one = len(formats.unwrap()) == 1
        contents = {
            Path(out) if one else Path(out) / f"{NAME}{ending}": _RENDER[ending](report) for ending in formats.unwrap()
        }
        try:
            if not one:
                Path(out).mkdir(parents=True, exist_ok=True)
            _put(contents)
        except OSError as error:
            return Failure(UnwritableFile(out, error.strerror or str(error)))
        return Success(tuple(str(path) for path in contents))


def _parquet(report: Report) -> bytes:
    buffer = io.BytesIO()
    frame_of(report).write_parquet(buffer)
    return buffer.getvalue()


def _json(report: Report) -> bytes:
    return (json.dumps(report.document, allow_nan=False, ensure_ascii=False, indent=1) + "\n").encode()


_RENDER: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".json": _json,
    ".parquet": _parquet,
    ".md": lambda report: markdown(report).encode(),
    ".html": lambda report: page(report).encode(),
}


def _try_out(out: Path, *, folder: bool) -> None:
    """Write a byte where a report is to be; permissions alone say little of disks and who may do what.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    if out.exists() and out.is_dir() != folder:
        wrong = errno.ENOTDIR if folder else errno.EISDIR
        raise OSError(wrong, os.strerror(wrong), str(out))
    place = next(path for path in (out, *out.absolute().parents) if path.exists()) if folder else out.parent
    probe = place / f".{NAME}.{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b".")
    finally:
        probe.unlink(missing_ok=True)


def _put(contents: Mapping[Path, bytes]) -> None:
    """Write everything aside first, so that a full disk or Ctrl-C leaves what stood there before."""
    aside = {path: path.with_name(f".{path.name}.{uuid.uuid4().hex}") for path in contents}
    try:
        for path, data in contents.items():
            aside[path].write_bytes(data)
        for path, temporary in aside.items():
            temporary.replace(path)
    finally:
        for temporary in aside.values():
            temporary.unlink(missing_ok=True)
