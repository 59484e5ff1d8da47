"""What a training run wants to publish. The release made from it stands beside this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fbm.domain.ports.serializers import Params
from fbm.domain.registry.metadata import NOTHING, Facts, Lineage


class PartDraft(NamedTuple):
    """One player type of a training run, before it is published.

    Attributes
    ----------
    player_type : str
    params : mapping
        Plain data from which the model is rebuilt.
    training_years, stats, feature_names, config, metrics, importances
        As in `ModelMetadata`; a measure that is not a number becomes None.
    attachments : mapping of str to mapping
        Plain data kept beside the artifact, such as held-out predictions.
    """

    player_type: str
    params: Params
    training_years: Sequence[int] = ()
    stats: Sequence[str] = ()
    feature_names: Sequence[str] = ()
    config: Facts = NOTHING
    metrics: Facts = NOTHING
    importances: Mapping[str, Mapping[str, float]] = NOTHING
    attachments: Mapping[str, Params] = NOTHING


class ReleaseDraft(NamedTuple):
    """What one training run wants to publish: all parts under one version, or nothing.

    Attributes
    ----------
    model_type : str
    name : str
        A base name, or a versioned one (`test_v1` asks for version 1 of `test`).
    parts : sequence of PartDraft
    version : int or None
        An explicit version; None takes the next free one.
    lineage : Lineage
    description : str
    tags : mapping of str to str
    created_at : str or None
        When it was published first, for what comes from elsewhere; None means now.
    """

    model_type: str
    name: str
    parts: Sequence[PartDraft]
    version: int | None = None
    lineage: Lineage = Lineage()
    description: str = ""
    tags: Mapping[str, str] = NOTHING
    created_at: str | None = None
