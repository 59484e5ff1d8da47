"""The real clock, and what is really installed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fbm.domain.ports.surroundings import Surroundings

if TYPE_CHECKING:
    from datetime import datetime

LIBRARIES: Final = ("joblib", "lightgbm", "numpy", "polars", "scipy")


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell the present moment in UTC."""
        from datetime import UTC, datetime

        return datetime.now(UTC)

    def elapsed_s(self) -> float:
        """Read the machine's monotonic clock."""
        return time.monotonic()


class InstalledEnvironment:
    """Versions of what is installed in this interpreter."""

    def surroundings(self) -> Surroundings:
        """Look up versions, and the commit when fbm runs from a checkout."""
        from importlib.metadata import version

        return Surroundings(
            fbm_version=version("fbm"),
            python_version=".".join(str(part) for part in sys.version_info[:3]),
            libraries={name: version(name) for name in LIBRARIES},
            git_commit=git_commit(Path(__file__)),
        )


def git_commit(inside: Path) -> str | None:
    """Read the commit a checkout stands on, without asking git.

    Parameters
    ----------
    inside : Path
        A file of the checkout; the nearest folder above it with a ``.git`` folder counts.

    Returns
    -------
    str or None
        Forty hexadecimal digits, or None outside a checkout or where there is no commit yet.
    """
    for folder in inside.resolve().parents:
        if (folder / ".git" / "HEAD").is_file():
            return _head(folder / ".git")
    return None


def _head(git: Path) -> str | None:
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref: "):
        return head or None
    name = head.removeprefix("ref: ")
    loose = git / name
    return loose.read_text().strip() if loose.is_file() else _packed(git / "packed-refs", name)


def _packed(packed: Path, name: str) -> str | None:
    lines = packed.read_text().splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), None)
