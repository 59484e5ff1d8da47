"""Releases, drafts and metadata to test with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.metadata import ArtifactRef, Lineage, ModelMetadata
from fbm.domain.registry.release import Part, Release

CREATED = "2026-02-08T22:10:05.120345Z"
ARTIFACT = ArtifactRef("sha256:" + "0" * 64, 10, "joblib")
LINEAGE = Lineage(
    fbm_version="0.1.0",
    python_version="3.11.7",
    libraries={"lightgbm": "4.7.0", "numpy": "2.4.6"},
    data_fingerprint="sha256:" + "1" * 64,
    seasons=(2019, 2020, 2021),
    command="fbm ml train --years 2019-2021",
    seed=42,
    duration_s=1.5,
)


def metadata(**changes: Any) -> ModelMetadata:
    """Facts of a batter part, changed as said."""
    facts: dict[str, Any] = {
        "model_type": "gb_residual",
        "base_name": "default",
        "version": 1,
        "player_type": "batter",
        "created_at": CREATED,
        "training_years": (2019, 2020, 2021),
        "stats": ("hr", "so"),
        "feature_names": ("age", "hr"),
        "config": {"trees": 100},
        "metrics": {"validation": {"hr": {"rmse": 5.0, "r": 0.6}}},
        "importances": {"hr": {"age": 0.25, "hr": 0.75}},
        "artifact": ARTIFACT,
        "attachments": {},
        "lineage": LINEAGE,
    }
    return ModelMetadata(**{**facts, **changes})


def part(player_type: str = "batter") -> Part:
    """One part of a release."""
    return Part(
        player_type, (2019, 2020), ("hr",), ("age",), {"trees": 100}, {"rmse": 1.0}, {"hr": {"age": 1.0}}, ARTIFACT
    )


def release(**changes: Any) -> Release:
    """A release of both player types, changed as said."""
    facts: dict[str, Any] = {
        "model_type": "gb_residual",
        "base_name": "default",
        "version": 1,
        "created_at": CREATED,
        "parts": (part("batter"), part("pitcher")),
        "lineage": LINEAGE,
    }
    return Release(**{**facts, **changes})


def draft(
    name: str = "default", *, version: int | None = None, metrics: Mapping[str, object] | None = None, **params: object
) -> ReleaseDraft:
    """A draft of both player types with small params."""
    plain = {"weights": [1.0, 2.0], **params}
    parts = [
        PartDraft(
            player_type,
            {**plain, "player_type": player_type},
            training_years=(2020, 2021),
            stats=("hr", "so"),
            feature_names=("age", "hr"),
            config={"trees": 100},
            metrics=metrics or {"rmse": 1.0},
            importances={"hr": {"age": 1.0}},
        )
        for player_type in ("batter", "pitcher")
    ]
    return ReleaseDraft("gb_residual", name, parts, version=version, lineage=LINEAGE)
