"""Stages over models ready-made, for use without a pipeline: the models come from the default registry.

Each is still to be prepared: ``create_mtl_blender("batter").prepare()`` loads the model and gives the stage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fbm.domain.models.specs import Corrects

if TYPE_CHECKING:
    from fbm.app.pipeline.networks import MTLBlender, MTLRateComputer, Weights
    from fbm.app.pipeline.residuals import GBResidualAdjuster
    from fbm.domain.projection.batch import Playing

LATEST = "default@latest"
AGED = Corrects("marcel", "aging")
"""Where the models of the presets stand: behind Marcel's rates, brought to the coming season's league and age."""


def create_gb_residual_adjuster(
    player_type: Playing, ref: str = LATEST, place: str | Path | None = None
) -> GBResidualAdjuster:
    """Make the stage that corrects Marcel's rates, over the registry at a place or the default one."""
    from fbm.app.pipeline.residuals import GBResidualAdjuster
    from fbm.app.wiring.registry import create_gb_store

    return GBResidualAdjuster(create_gb_store(place), ref, player_type, AGED)


def create_mtl_rate_computer(
    player_type: Playing, ref: str = LATEST, place: str | Path | None = None
) -> MTLRateComputer:
    """Make the stage that replaces Marcel's rates by a network's, over the registry at a place or the default one."""
    from fbm.app.pipeline.networks import MTLRateComputer
    from fbm.app.wiring.registry import create_mtl_store

    return MTLRateComputer(create_mtl_store(place), ref, player_type, AGED)


def create_mtl_blender(
    player_type: Playing, ref: str = LATEST, place: str | Path | None = None, *, weights: Weights | None = None
) -> MTLBlender:
    """Make the stage that mixes a network's rates with Marcel's, over the registry at a place or the default one.

    Parameters
    ----------
    player_type : {"batter", "pitcher"}
    ref : str
    place : str or Path, optional
    weights : float or mapping of stat to float, optional
        Weight of the network, in [0, 1]; left out: the weights kept in the model.
    """
    from fbm.app.pipeline.networks import MTLBlender
    from fbm.app.wiring.registry import create_mtl_store

    return MTLBlender(create_mtl_store(place), ref, player_type, AGED, weights)
