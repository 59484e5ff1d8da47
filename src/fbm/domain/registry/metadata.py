"""The facts of a trained version: what its parts hold, what it was trained on, and where its bytes are.

Times are text in UTC, ``2026-02-08T22:10:05.120345Z``, as they stand in records.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from fbm.domain.registry.naming import format_versioned_name

Facts = Mapping[str, object]
"""Nested plain facts: numbers, texts, None, lists and mappings of them."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""No facts; nobody can add any."""


class ArtifactRef(NamedTuple):
    """Bytes in the registry.

    Attributes
    ----------
    digest : str
        ``sha256:`` and 64 hexadecimal digits.
    size : int
        Bytes.
    serializer : str
        Name of the serializer that wrote them.
    """

    digest: str
    size: int
    serializer: str


class Parent(NamedTuple):
    """A release that another one was made from."""

    ref: str
    digest: str


class Lineage(NamedTuple):
    """Where a release comes from: enough to train it again.

    Attributes
    ----------
    fbm_version, python_version : str
    libraries : mapping of str to str
    git_commit : str or None
    data_fingerprint : str or None
        Digest of the season tables it was trained on.
    seasons : tuple of int
        Target seasons.
    command : str or None
        Command line that trains it again.
    seed : int or None
    duration_s : float or None
        Seconds that training took.
    parents : tuple of Parent
    extra : mapping
        Keys of a later format, kept as they are.
    """

    fbm_version: str = ""
    python_version: str = ""
    libraries: Mapping[str, str] = NOTHING
    git_commit: str | None = None
    data_fingerprint: str | None = None
    seasons: tuple[int, ...] = ()
    command: str | None = None
    seed: int | None = None
    duration_s: float | None = None
    parents: tuple[Parent, ...] = ()
    extra: Facts = NOTHING


class ModelMetadata(NamedTuple):
    """One part of one version, with what is known of it today.

    Attributes
    ----------
    model_type, base_name, version, player_type
        Which part of which version this is.
    created_at : str
        When the release was published.
    training_years : tuple of int
        Target seasons of training.
    stats, feature_names : tuple of str
        Fitted stats in training order; features in column order.
    config, metrics : mapping
        Hyperparameters; nested measures, None where a measure was not a number.
    importances : mapping of stat to mapping of feature to share
    artifact : ArtifactRef
    attachments : mapping of str to ArtifactRef
    lineage : Lineage
    aliases : tuple of str
        Aliases that point to this version today.
    tags : mapping of str to str
    description : str
        As published, or as annotated since.
    """

    model_type: str
    base_name: str
    version: int
    player_type: str
    created_at: str
    training_years: tuple[int, ...]
    stats: tuple[str, ...]
    feature_names: tuple[str, ...]
    config: Facts
    metrics: Facts
    importances: Mapping[str, Mapping[str, float]]
    artifact: ArtifactRef
    attachments: Mapping[str, ArtifactRef]
    lineage: Lineage
    aliases: tuple[str, ...] = ()
    tags: Mapping[str, str] = NOTHING
    description: str = ""

    @property
    def name(self) -> str:
        """Versioned name."""
        return format_versioned_name(self.base_name, self.version)
