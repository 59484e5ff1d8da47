"""Judgements and pages on versions written to files, whole or not at all."""

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
from fbm.adapters.reports.plots import plots_of
from fbm.adapters.reports.rows import frame_of
from fbm.adapters.reports.tables import text_of
from fbm.adapters.reports.version_plots import version_plots
from fbm.adapters.reports.version_text import version_text
from fbm.domain.ports.executor import MissingLibrary
from fbm.domain.ports.reports import FORMATS, Report, ReportError, formats_of
from fbm.domain.ports.sheets import UnwritableFile
from fbm.domain.registry.pages import PAGES, VersionReport

NAME: Final = "evaluation"
"""Name of the files of a judgement in a directory, without their endings."""

VERSIONS: Final = "versions"
"""The same for pages on versions."""


class ReportFiles:
    """Writes judgements and pages on versions to files."""

    def check(self, out: str, formats: tuple[str, ...] = FORMATS) -> Result[None, ReportError]:
        """Find out whether a report could be written: `UnknownEnding`, `MissingLibrary` or `UnwritableFile`."""
        asked = formats_of(out, formats)
        if isinstance(asked, Failure):
            return Failure(asked.failure())
        if ".html" in asked.unwrap() and find_spec("matplotlib") is None:
            return Failure(MissingLibrary("matplotlib", "plots"))
        try:
            _try_out(Path(out), folder=len(asked.unwrap()) > 1)
        except OSError as error:
            return Failure(UnwritableFile(out, error.strerror or str(error)))
        return Success(None)

    def write(self, report: Report, out: str) -> Result[tuple[str, ...], ReportError]:
        """Write a report: to one file, or in every format to a directory; `UnwritableFile` where that fails."""
        return formats_of(out).bind(
            lambda asked: _written({ending: _RENDER[ending](report) for ending in asked}, Path(out), NAME)
        )

    def write_versions(self, report: VersionReport, out: str) -> Result[tuple[str, ...], ReportError]:
        """Write a page on versions in the same way."""
        return formats_of(out, PAGES).bind(
            lambda asked: _written({ending: _TELL[ending](report) for ending in asked}, Path(out), VERSIONS)
        )


def _written(rendered: Mapping[str, bytes], out: Path, name: str) -> Result[tuple[str, ...], ReportError]:
    """Write what was rendered, by ending: the only one to the file itself, several to a directory."""
    one = len(rendered) == 1
    contents = {out if one else out / f"{name}{ending}": data for ending, data in rendered.items()}
    try:
        if not one:
            out.mkdir(parents=True, exist_ok=True)
        _put(contents)
    except OSError as error:
        return Failure(UnwritableFile(str(out), error.strerror or str(error)))
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
    ".md": lambda report: markdown(text_of(report)).encode(),
    ".html": lambda report: page(text_of(report), plots_of(report.document)).encode(),
}

_TELL: Final[Mapping[str, Callable[[VersionReport], bytes]]] = {
    ".md": lambda report: markdown(version_text(report)).encode(),
    ".html": lambda report: page(version_text(report), version_plots(report)).encode(),
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
