"""Parsing model texts of unknown origin in a process of their own.

LightGBM ends the process when a text is malformed, and no exception can be caught. Whoever has not seen a text before
lets a child parse it: if the child dies, only the child is gone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fbm.adapters.boosting.blend import BOOSTED, is_learned
from fbm.adapters.boosting.layers import unpacked
from fbm.adapters.boosting.migrated import FORMAT as MIGRATED
from fbm.adapters.boosting.params import bounds_of, texts_of
from fbm.domain.features.identity import identity_of
from fbm.domain.layers.spec import BlendSpec
from fbm.domain.models.specs import GBResidualSpec

PATIENCE_S: Final = 300.0

_CHILD: Final = """
import json, sys
import numpy as np
import lightgbm
for text, width in json.load(sys.stdin):
    booster = lightgbm.Booster(model_str=text)
    if booster.num_feature() != width:
        sys.exit(f"it has {booster.num_feature()} features, {width} are named")
    values = booster.predict(np.zeros((1, width)))
    if not np.isfinite(values).all():
        sys.exit("it predicts what is no number")
"""


def residuals_objection(params: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the model texts in params of gradient-boosted residuals; None when nothing is.

    Params that lack something are refused by name when a model is rebuilt from them, before a text of theirs is parsed:
    nothing need be said of them here.
    """
    if params.get("format") == MIGRATED:
        texts, names = params.get("texts"), params.get("feature_names")
        if not isinstance(texts, Mapping) or not isinstance(names, list):
            return None
        return objection([(str(text), len(names)) for text in texts.values()])
    try:
        identity = identity_of(params, GBResidualSpec)
        texts = texts_of(params, "texts", identity.spec.stats)
        bounds_of(params, identity.spec.stats)
    except ValueError:
        return None
    return objection([(text, len(identity.feature_names)) for text in texts.values()])


def blend_objection(params: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the model texts in a blend; None when nothing is, or when it lacks something."""
    try:
        identity = identity_of(params, BlendSpec)
        width = len([name for name in identity.feature_names if is_learned(name)])
        packs = [params["boosters"][kind][name] for kind in BOOSTED for name in identity.spec.stats]
        texts = [unpacked(pack) for pack in packs]
    except (ValueError, KeyError, TypeError):
        return None
    return objection([(text, width) for text in texts])


def objection(texts: Sequence[tuple[str, int]], patience_s: float = PATIENCE_S) -> str | None:
    """Let a child parse model texts and predict one row with each.

    Parameters
    ----------
    texts : sequence of (str, int)
        LightGBM's text of a model, and how many features it must have.
    patience_s : float
        Seconds after which a child counts as stuck.

    Returns
    -------
    str or None
        What is wrong with them; None when they are models.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-c", _CHILD],
            input=json.dumps(list(texts)),
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"a model's text was not read within {patience_s:.0f} s"
    if child.returncode == 0:
        return None
    if child.returncode < 0:
        return "a model's text ends the process that reads it"
    last = child.stderr.strip().splitlines()[-1:] or ["no reason given"]
    return f"a model's text cannot be read ({last[0]:.120})"
