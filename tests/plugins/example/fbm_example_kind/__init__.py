"""A kind of model from a package of its own: it says for every player what it was told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fbm import JoblibSerializer, Kind


@dataclass(frozen=True)
class Constant:
    """A model."""

    value: float


def rebuild(params: Mapping[str, object]) -> Constant:
    """Rebuild the model; `ValueError` when its value is missing."""
    value = params.get("value")
    if not isinstance(value, float):
        raise ValueError("value is missing")
    return Constant(value)


def kind() -> Kind:
    """Describe the kind."""
    return Kind("constant", JoblibSerializer(), ("batter", "pitcher"), {"batter": rebuild, "pitcher": rebuild})
