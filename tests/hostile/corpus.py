"""Hostile artifacts of every kind, by name: what would run, what is malformed, what would fill the memory."""

from __future__ import annotations

from pathlib import Path

from tests.registry.contracts.test_torch_serializer import REFUSED, Runs, saved
from tests.registry.violence.test_hostile_payloads import runs
from tests.registry.violence.test_malformed_streams import MALFORMED


def corpus(canary: Path) -> dict[str, tuple[str, bytes]]:
    """Model type whose serializer reads it, and the bytes; whatever runs makes the canary."""
    streams = {f"joblib-{name}": ("gb_residual", data) for name, data in runs(canary).items()}
    malformed = {f"malformed-{name}": ("mle", make()) for name, make in MALFORMED.items()}
    networks = {f"torch-{name}": ("mtl", data) for name, data in REFUSED.items()}
    module = saved({"arrays": [], "params": {"a": Runs(canary)}})
    return {**streams, **malformed, **networks, "torch-reduce": ("contextual", module)}


NAMES = sorted(corpus(Path("canary")))
