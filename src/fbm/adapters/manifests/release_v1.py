"""Format `fbm-release/1`, strictly: what may be written into a manifest. Light readers live beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from fbm.domain.ids import PLAYER_TYPES
from fbm.domain.registry.layout import DIGEST
from fbm.domain.registry.metadata import Lineage
from fbm.domain.registry.release import Part, Release

Digest = Annotated[str, Field(pattern=DIGEST.pattern)]
Time = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")]
Season = Annotated[int, Field(ge=1800, le=3000)]
Facts = dict[str, JsonValue]


def _known_player_types(parts: dict[str, PartV1]) -> dict[str, PartV1]:
    strangers = [name for name in parts if name not in PLAYER_TYPES]
    if strangers or not parts:
        raise ValueError(f"parts are for {', '.join(PLAYER_TYPES)}, at least one of them")
    return parts


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="allow")


class ArtifactV1(_Strict):
    """Bytes in the registry."""

    digest: Digest
    size: Annotated[int, Field(ge=0)]
    serializer: Annotated[str, Field(min_length=1, max_length=50)]


class ParentV1(_Strict):
    """A release that this one was made from."""

    ref: str
    digest: Digest


class LineageV1(_Strict):
    """Where the release comes from."""

    fbm_version: str
    python_version: str
    libraries: dict[str, str]
    git_commit: str | None
    data_fingerprint: Digest | None
    seasons: list[Season]
    command: str | None
    seed: int | None
    duration_s: float | None
    parents: list[ParentV1]


class PartV1(_Strict):
    """One player type of the release."""

    training_years: list[Season]
    stats: list[str]
    feature_names: list[str]
    config: Facts
    metrics: Facts
    importances: dict[str, dict[str, Annotated[float, Field(allow_inf_nan=False)]]]
    artifact: ArtifactV1
    attachments: dict[str, ArtifactV1]


class ReleaseV1(_Strict):
    """A manifest."""

    format: Literal["fbm-release/1"] = "fbm-release/1"
    model_type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
    base_name: str
    version: Annotated[int, Field(ge=1)]
    created_at: Time
    lineage: LineageV1
    description: Annotated[str, Field(max_length=10_000)]
    tags: dict[str, str]
    parts: Annotated[dict[str, PartV1], AfterValidator(_known_player_types)]

    @classmethod
    def from_domain(cls, release: Release) -> ReleaseV1:
        """Take over a release.

        Raises
        ------
        pydantic.ValidationError
            A `ValueError`: when it holds something that no manifest may.
        """
        return cls.model_validate(
            {
                **release.extra,
                "model_type": release.model_type,
                "base_name": release.base_name,
                "version": release.version,
                "created_at": release.created_at,
                "lineage": _lineage(release.lineage),
                "description": release.description,
                "tags": dict(release.tags),
                "parts": {part.player_type: _part(part) for part in release.parts},
            }
        )


def _part(part: Part) -> dict[str, object]:
    return {
        **part.extra,
        "training_years": list(part.training_years),
        "stats": list(part.stats),
        "feature_names": list(part.feature_names),
        "config": _plain(part.config),
        "metrics": _plain(part.metrics),
        "importances": {stat: dict(shares) for stat, shares in part.importances.items()},
        "artifact": part.artifact._asdict(),
        "attachments": {name: ref._asdict() for name, ref in part.attachments.items()},
    }


def _lineage(lineage: Lineage) -> dict[str, object]:
    return {
        **lineage.extra,
        "fbm_version": lineage.fbm_version,
        "python_version": lineage.python_version,
        "libraries": dict(lineage.libraries),
        "git_commit": lineage.git_commit,
        "data_fingerprint": lineage.data_fingerprint,
        "seasons": list(lineage.seasons),
        "command": lineage.command,
        "seed": lineage.seed,
        "duration_s": lineage.duration_s,
        "parents": [parent._asdict() for parent in lineage.parents],
    }


def _plain(value: object) -> object:
    """Facts as JSON values: tuples as lists, any mapping as a dict."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return {str(key): _plain(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value
