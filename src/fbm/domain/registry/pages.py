"""Pages on versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from fbm.domain.registry.metadata import ModelMetadata

PAGES: Final = (".md", ".html")
"""Endings of pages on versions, whose numbers `fbm ml info --json` and `fbm ml compare --json` give."""


class VersionReport(NamedTuple):
    """Versions of one type of model, to be told on a page.

    Attributes
    ----------
    parts : mapping of player type to tuple of ModelMetadata
        The versions that have the part, the one that the others are held against first; at least one.
    """

    parts: Mapping[str, tuple[ModelMetadata, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """Versioned names, each once."""
        return tuple(dict.fromkeys(model.name for models in self.parts.values() for model in models))

    @property
    def model_type(self) -> str:
        """Type of all of them."""
        return next(iter(self.parts.values()))[0].model_type
