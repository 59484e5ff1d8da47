"""Networks that read pitches, as the earlier system wrote them, against what it told with them itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from fbm.adapters.neural.earlier_contextual import FIELDS, EarlierReader, EarlierTokens
from fbm.app.wiring.kinds import default_kinds

ROOT = Path(__file__).parents[2] / "fixtures" / "legacy_models"


@cache
def everything() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((ROOT / "expected.json").read_text())
    return found


def paths(key: str) -> list[str]:
    return sorted(path for path, facts in everything().items() if "/contextual/" in path and key in facts)


def params_of(path: str) -> dict[str, Any]:
    state = torch.load(ROOT / path, weights_only=True)
    stats = everything()[path].get("target_stats", [])
    has_cls = path.startswith("registry")
    return {"format": "checkpoint-of-old/1", "state_dict": state, "has_cls": has_cls, "target_stats": stats}


def tokens_of(path: str) -> EarlierTokens:
    probe = everything()[everything()[path]["probe"]]
    return EarlierTokens(
        words={name: np.array(probe[f"{name}_ids"]) for name in FIELDS},
        numbers=np.array(probe["numeric_features"]),
        known=np.array(probe["numeric_mask"]),
        games=np.array(probe["game_ids"]),
        players=np.array(probe["player_token_mask"]),
    )


@pytest.mark.parametrize("path", paths("pitch_type_logits_at_last_token"))
def test_pretrained_ones_guess_what_they_guessed(path: str) -> None:
    logits = EarlierReader(params_of(path)).logits(tokens_of(path), "pitch_type")
    np.testing.assert_allclose(logits[-1], everything()[path]["pitch_type_logits_at_last_token"], atol=1e-5)


@pytest.mark.parametrize("path", paths("performance_preds"))
def test_fine_tuned_ones_tell_what_they_told(path: str) -> None:
    told = EarlierReader(params_of(path)).predict(tokens_of(path))
    facts = everything()[path]
    np.testing.assert_allclose(told.ravel(), facts["performance_preds"], atol=1e-5)
    assert list(told.shape) == facts["performance_preds_shape"][-2:]


def test_the_registry_rebuilds_them() -> None:
    path = paths("performance_preds")[0]
    rebuild = default_kinds()["contextual"].rebuild["pitcher"]
    assert isinstance(rebuild(params_of(path)), EarlierReader)


def test_a_part_that_is_missing_is_named() -> None:
    params = params_of(paths("performance_preds")[0])
    state = {name: value for name, value in params["state_dict"].items() if name != "embedder.projection.weight"}
    with pytest.raises(ValueError, match=r"state_dict\.embedder\.projection\.weight is missing"):
        EarlierReader({**params, "state_dict": state})
