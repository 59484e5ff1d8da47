"""Sentences for what goes wrong on the way from the makers of data."""

from __future__ import annotations

import math
from typing import assert_never

from fbm.app.cli.output import Complaint
from fbm.app.downloading import Stopped
from fbm.domain.ports.downloads import (
    Declined,
    DownloadError,
    Incomplete,
    Later,
    NoRoom,
    NotTheForm,
    TooLarge,
    Unreachable,
)


def about_download(stopped: Stopped) -> Complaint:
    """Say what stopped a download, and that the same command goes on."""
    kept = f"{stopped.done} of {stopped.of} files are there and no table was changed"
    return Complaint(f"{_what(stopped.error)}; {kept}: the same command goes on from here.")


def _what(error: DownloadError) -> str:
    match error:
        case Unreachable(url, reason):
            return f"{url} could not be had ({reason})"
        case Declined(url, status):
            return f"{url} was declined with status {status}"
        case NotTheForm(url, form, found):
            return f"{url} should be {form.upper()} and is {found}"
        case TooLarge(url, limit):
            return f"{url} is larger than {limit / 1e6:,.0f} MB, which no such file is"
        case Later(url, seconds):
            return f"{url} is to be asked again in {math.ceil(seconds / 60):,} minutes, says its server"
        case Incomplete(url, rows):
            return f"{url} ends after {rows:,} lines and is not all there is"
        case NoRoom(file, reason):
            return f"{file} cannot be written ({reason})"
        case _:
            assert_never(error)
