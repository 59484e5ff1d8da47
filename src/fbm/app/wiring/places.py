"""Where things are when nobody says: the home directory and the registry in it."""

from __future__ import annotations

import os
from pathlib import Path

MEMORY = "memory://"


def home_directory(given: str | None = None) -> Path:
    """Directory of data and models: what is given, else ``FBM_HOME``, else ``~/.fbm``."""
    return Path(given or os.environ.get("FBM_HOME") or Path.home() / ".fbm")


def registry_place(given: str | None = None, home: str | None = None) -> str:
    """Path or URL of the registry: what is given, else ``FBM_REGISTRY``, else ``registry`` in the home directory."""
    return given or os.environ.get("FBM_REGISTRY") or str(home_directory(home) / "registry")
