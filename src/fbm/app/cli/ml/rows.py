"""Metadata as the rows that listings and comparisons print as JSON."""

from __future__ import annotations

from fbm.domain.registry.metadata import Lineage, ModelMetadata


def row(model: ModelMetadata) -> dict[str, object]:
    """One part of one version as a JSON row."""
    return {
        "model_type": model.model_type,
        "name": model.name,
        "base_name": model.base_name,
        "version": model.version,
        "player_type": model.player_type,
        "training_years": model.training_years,
        "stats": model.stats,
        "created_at": model.created_at,
        "aliases": model.aliases,
        "tags": dict(model.tags),
        "description": model.description,
        "digest": model.artifact.digest,
        "size_bytes": model.artifact.size,
        "metrics": model.metrics,
    }


def full_row(model: ModelMetadata) -> dict[str, object]:
    """Everything known of one part: the row with features, configuration and lineage."""
    return {
        **row(model),
        "feature_names": model.feature_names,
        "config": model.config,
        "lineage": lineage_row(model.lineage),
    }


def lineage_row(lineage: Lineage) -> dict[str, object]:
    """Where a release comes from."""
    return {
        **lineage.extra,
        "fbm_version": lineage.fbm_version,
        "python_version": lineage.python_version,
        "libraries": dict(lineage.libraries),
        "git_commit": lineage.git_commit,
        "data_fingerprint": lineage.data_fingerprint,
        "seasons": lineage.seasons,
        "command": lineage.command,
        "seed": lineage.seed,
        "duration_s": lineage.duration_s,
        "parents": [{"ref": parent.ref, "digest": parent.digest} for parent in lineage.parents],
    }
