"""Hostile artifacts of every kind, by name: what would run, what is malformed, what would fill the memory."""

from __future__ import annotations

from pathlib import Path

from tests.registry.contracts.test_torch_serializer import REFUSED, Runs, saved
from tests.registry.violence.test_hostile_payloads import runs
from tests.registry.violence.test_malformed_streams import MALFORMED

STREAMS = tuple(sorted(runs(Path("canary"))))
NAMES = (
    *(f"joblib-{name}" for name in STREAMS),
    *(f"malformed-{name}" for name in sorted(MALFORMED)),
    *(f"torch-{name}" for name in sorted(REFUSED)),
    "torch-reduce",
)


def hostile(name: str, canary: Path) -> tuple[str, bytes]:
    """Model type whose serializer reads it, and the bytes; whatever runs makes the canary."""
    family, _, which = name.partition("-")
    if name == "torch-reduce":
        return "contextual", saved({"arrays": [], "params": {"a": Runs(canary)}})
    if family == "torch":
        return "mtl", REFUSED[which]
    return ("mle", MALFORMED[which]()) if family == "malformed" else ("gb_residual", runs(canary)[which])
