"""Model texts that end the process that reads them: found by a child before they are published."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fbm.adapters.boosting.checking import objection
from fbm.adapters.boosting.gb_residual import GBResidualTrainer
from fbm.adapters.bundles.zip_files import ZipBundle, ZipBundleWriter
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.models.specs import GBResidualSpec
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import NotRebuildable
from tests.batches import learnable
from tests.fakes import RecordingProgress

SPEC = GBResidualSpec(("hr", "so"), n_estimators=20)


@cache
def honest() -> Mapping[str, Any]:
    """Params of small models that were really fitted."""
    return GBResidualTrainer(SPEC).fit(learnable(range(2010, 2014)), 1, RecordingProgress()).get_params()


def imported(params: Mapping[str, Any], folder: Path) -> Any:
    """Publish params in one registry and hand them over to another."""
    source, target = (create_model_registry(folder / name) for name in ("source", "target"))
    source.publish(ReleaseDraft("gb_residual", "default", (PartDraft("batter", params),))).unwrap()
    source.export_bundle([("gb_residual", "default")], ZipBundleWriter(folder / "bundle.zip")).unwrap()
    return target.import_from(ZipBundle(folder / "bundle.zip")).unwrap()


def altered(old: str, new: str) -> Mapping[str, Any]:
    """The same with one text changed, and a digest that vouches for it."""
    params = dict(honest())
    stat = params["stats"][0]
    text = params["texts"][stat].replace(old, new, 1)
    assert text != params["texts"][stat]
    digest = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    return {**params, "texts": {**params["texts"], stat: text}, "digests": {**params["digests"], stat: digest}}


def test_honest_models_are_handed_over_and_predict_the_same(tmp_path: Path) -> None:
    assert imported(honest(), tmp_path).published == (("gb_residual", "default"),)
    model: Any = create_model_registry(tmp_path / "target").load("default", "gb_residual", "batter").unwrap()
    before: Any = create_model_registry(tmp_path / "source").load("default", "gb_residual", "batter").unwrap()
    matrix = learnable(range(2010, 2014)).matrix
    assert all((values == before.predict(matrix)[stat]).all() for stat, values in model.predict(matrix).items())


@pytest.mark.parametrize(
    ("old", "new"),
    [("split_feature=", "split_feature=99999 "), ("num_leaves=", "num_leaves=99999999")],
)
def test_malformed_texts_end_a_child_and_nothing_else(old: str, new: str, tmp_path: Path) -> None:
    done = imported(altered(old, new), tmp_path)
    assert (done.published, isinstance(done.refused[0].error, NotRebuildable)) == ((), True)


def test_a_text_of_another_width_is_refused() -> None:
    text = next(iter(honest()["texts"].values()))
    assert "features" in (objection([(text, 3)]) or "")


def test_a_child_that_is_stuck_is_given_up() -> None:
    text = next(iter(honest()["texts"].values()))
    assert "not read within" in (objection([(text, len(honest()["feature_names"]))], patience_s=0.01) or "")
