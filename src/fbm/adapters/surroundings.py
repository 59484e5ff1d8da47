"""What is really installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from fbm.domain.ports.surroundings import Surroundings

LIBRARIES: Final = ("joblib", "lightgbm", "numpy", "polars", "scipy", "torch")
UNKNOWN: Final = "unknown"

_CHECKOUT: Final = Path(__file__).resolve().parents[3]
"""The top folder when fbm runs from a checkout; somewhere inside the interpreter's folder when it is installed."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


class InstalledEnvironment:
    """Versions of what is installed in this interpreter."""

    def surroundings(self) -> Surroundings:
        """Look up versions, and the commit when fbm runs from a checkout."""
        versions = {name: _version(name) for name in ("fbm", *LIBRARIES)}
        return Surroundings(
            fbm_version=versions.pop("fbm") or UNKNOWN,
            python_version=".".join(str(part) for part in sys.version_info[:3]),
            libraries={name: version for name, version in versions.items() if version},
            git_commit=git_commit(_CHECKOUT),
        )


def git_commit(checkout: Path) -> str | None:
    """Read the commit a checkout stands on, without asking git.

    Parameters
    ----------
    checkout : Path
        The top folder of the checkout; folders above it do not count, for they may be somebody else's.

    Returns
    -------
    str or None
        Hexadecimal digits, or None outside a checkout, where there is no commit yet and where git's files cannot be
        read: a commit is worth knowing, not worth failing for.
    """
    try:
        found = _head(_git_folder(checkout))
    except (OSError, UnicodeDecodeError):
        return None
    return found if found and _COMMIT.fullmatch(found) else None


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _git_folder(checkout: Path) -> Path:
    """Find git's folder; a linked worktree has a file that says where it is."""
    git = checkout / ".git"
    return checkout / git.read_text().strip().removeprefix("gitdir: ") if git.is_file() else git


def _head(git: Path) -> str | None:
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref: "):
        return head
    name = head.removeprefix("ref: ")
    shared = _shared(git)
    loose = shared / name
    return loose.read_text().strip() if loose.is_file() else _packed(shared / "packed-refs", name)


def _shared(git: Path) -> Path:
    """Find where branches are kept: a linked worktree shares those of its main one."""
    pointer = git / "commondir"
    return git / pointer.read_text().strip() if pointer.is_file() else git


def _packed(packed: Path, name: str) -> str | None:
    lines = packed.read_text().splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), None)
