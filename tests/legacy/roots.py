"""Model directories that the earlier system wrote, and what it computes from them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

ROOTS = Path(__file__).parents[1] / "fixtures" / "legacy_models"
NAMES = ("pre_registry", "registry", "upgraded")


@cache
def expected() -> dict[str, Any]:
    """By path: what the earlier system's own loader makes of each payload."""
    found: dict[str, Any] = json.loads((ROOTS / "expected.json").read_text())
    return found


def paths(root: str, ending: str = "") -> list[str]:
    """Payloads of a root that something is expected of."""
    return [path for path in expected() if path.startswith(f"{root}/") and path.endswith(ending)]
