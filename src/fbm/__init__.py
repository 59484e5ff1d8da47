"""Fantasy Baseball Manager: train projection models, keep every version, compare honestly, project next season.

Importing it is cheap: each public name is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fbm.adapters.boosting.gb_residual import ResidualModelSet as ResidualModelSet
    from fbm.adapters.neural.mtl import MultiTaskBatterModel as MultiTaskBatterModel
    from fbm.adapters.neural.mtl import MultiTaskPitcherModel as MultiTaskPitcherModel
    from fbm.adapters.serializers.joblib_serializer import JoblibSerializer as JoblibSerializer
    from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer as TorchParamsSerializer
    from fbm.app.pipeline.builder import PipelineBuilder as PipelineBuilder
    from fbm.app.pipeline.networks import MTLBlender as MTLBlender
    from fbm.app.pipeline.networks import MTLRateComputer as MTLRateComputer
    from fbm.app.pipeline.residuals import GBResidualAdjuster as GBResidualAdjuster
    from fbm.app.registry.facade import ModelRegistry as ModelRegistry
    from fbm.app.registry.kinds import Kind as Kind
    from fbm.app.registry.reading import ModelListing as ModelListing
    from fbm.app.stores import BaseModelStore as BaseModelStore
    from fbm.app.stores import MTLBaseModelStore as MTLBaseModelStore
    from fbm.app.wiring.container import ServiceContainer as ServiceContainer
    from fbm.app.wiring.registry import create_contextual_store as create_contextual_store
    from fbm.app.wiring.registry import create_gb_store as create_gb_store
    from fbm.app.wiring.registry import create_mle_store as create_mle_store
    from fbm.app.wiring.registry import create_model_registry as create_model_registry
    from fbm.app.wiring.registry import create_mtl_store as create_mtl_store
    from fbm.app.wiring.stages import create_gb_residual_adjuster as create_gb_residual_adjuster
    from fbm.app.wiring.stages import create_mtl_blender as create_mtl_blender
    from fbm.app.wiring.stages import create_mtl_rate_computer as create_mtl_rate_computer
    from fbm.domain.ports.serializers import ModelSerializer as ModelSerializer
    from fbm.domain.registry.draft import PartDraft as PartDraft
    from fbm.domain.registry.draft import ReleaseDraft as ReleaseDraft
    from fbm.domain.registry.metadata import Lineage as Lineage
    from fbm.domain.registry.metadata import ModelMetadata as ModelMetadata
    from fbm.domain.registry.release import Release as Release

_HOMES: Final = {
    "BaseModelStore": "fbm.app.stores",
    "GBResidualAdjuster": "fbm.app.pipeline.residuals",
    "JoblibSerializer": "fbm.adapters.serializers.joblib_serializer",
    "Kind": "fbm.app.registry.kinds",
    "Lineage": "fbm.domain.registry.metadata",
    "MTLBaseModelStore": "fbm.app.stores",
    "MTLBlender": "fbm.app.pipeline.networks",
    "MTLRateComputer": "fbm.app.pipeline.networks",
    "ModelListing": "fbm.app.registry.reading",
    "ModelMetadata": "fbm.domain.registry.metadata",
    "ModelRegistry": "fbm.app.registry.facade",
    "ModelSerializer": "fbm.domain.ports.serializers",
    "MultiTaskBatterModel": "fbm.adapters.neural.mtl",
    "MultiTaskPitcherModel": "fbm.adapters.neural.mtl",
    "PartDraft": "fbm.domain.registry.draft",
    "PipelineBuilder": "fbm.app.pipeline.builder",
    "Release": "fbm.domain.registry.release",
    "ReleaseDraft": "fbm.domain.registry.draft",
    "ResidualModelSet": "fbm.adapters.boosting.gb_residual",
    "ServiceContainer": "fbm.app.wiring.container",
    "TorchParamsSerializer": "fbm.adapters.serializers.torch_serializer",
    "create_contextual_store": "fbm.app.wiring.registry",
    "create_gb_residual_adjuster": "fbm.app.wiring.stages",
    "create_gb_store": "fbm.app.wiring.registry",
    "create_mle_store": "fbm.app.wiring.registry",
    "create_model_registry": "fbm.app.wiring.registry",
    "create_mtl_blender": "fbm.app.wiring.stages",
    "create_mtl_rate_computer": "fbm.app.wiring.stages",
    "create_mtl_store": "fbm.app.wiring.registry",
}

__all__ = [  # the names above, so that they stand once
    *_HOMES,
]


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'fbm' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted((*globals(), *_HOMES))
