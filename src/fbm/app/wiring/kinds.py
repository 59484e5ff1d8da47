"""The kinds of model: serializer, player types, and how a model is rebuilt. Builders import what they need when run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from returns.result import Result

from fbm.app.registry.kinds import Kind
from fbm.app.wiring.plugins import PluggedKinds
from fbm.domain.ids import BATTER, PITCHER, SHARED
from fbm.domain.ports.serializers import NotPlainData, Params, RefusedPayload

if TYPE_CHECKING:
    from fbm.domain.ports.training import Trainer
    from fbm.domain.projection.batch import Playing


class LazyJoblibSerializer:
    """The joblib serializer, loaded when bytes are first written or read: listing never needs it."""

    name = "joblib"
    extension = ".joblib"

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        """Serialise plain data in canonical order."""
        from fbm.adapters.serializers.joblib_serializer import JoblibSerializer

        return JoblibSerializer().dumps(params)

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Rebuild params; anything but plain data is refused before it runs."""
        from fbm.adapters.serializers.joblib_serializer import JoblibSerializer

        return JoblibSerializer().loads(data)


class LazyTorchSerializer:
    """The torch serializer, loaded when bytes are first written or read."""

    name = "torch"
    extension = ".pt"

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        """Serialise plain data and tensors in canonical order."""
        from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer

        return TorchParamsSerializer().dumps(params)

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Rebuild params; anything but plain data and tensors is refused before it runs."""
        from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer

        return TorchParamsSerializer().loads(data)


def default_kinds() -> Mapping[str, Kind]:
    """Give our five kinds by model type, and those of other packages; kinds without model code keep params."""
    gb_residual, mle, blend = _regressions()
    mtl, contextual = _networks()
    kinds = (gb_residual, mtl, mle, contextual, blend)
    return PluggedKinds({kind.model_type: kind for kind in kinds})


def _regressions() -> tuple[Kind, Kind, Kind]:
    joblib, both = LazyJoblibSerializer(), (BATTER, PITCHER)
    return (
        Kind(
            "gb_residual",
            joblib,
            both,
            rebuild=dict.fromkeys(both, rebuild_gb_residual),
            trainers=gb_residual_trainers,
            vet=vet_gb_residual,
        ),
        Kind(
            "mle",
            joblib,
            both,
            rebuild=dict.fromkeys(both, rebuild_mle),
            trainers=mle_trainers,
            vet=vet_gb_residual,
        ),
        Kind(
            "blend",
            joblib,
            both,
            rebuild=dict.fromkeys(both, rebuild_blend),
            trainers=blend_trainers,
            vet=vet_blend,
        ),
    )


def _networks() -> tuple[Kind, Kind]:
    networks, both = LazyTorchSerializer(), (BATTER, PITCHER)
    return (
        Kind(
            "mtl",
            networks,
            both,
            rebuild={BATTER: rebuild_mtl_batter, PITCHER: rebuild_mtl_pitcher},
            trainers=mtl_trainers,
        ),
        Kind(
            "contextual",
            networks,
            (*both, SHARED),
            rebuild={BATTER: rebuild_batter_rates, PITCHER: rebuild_pitcher_rates, SHARED: rebuild_encoder},
        ),
    )


def gb_residual_trainers() -> Mapping[Playing, Trainer]:
    """Give the trainers of gradient-boosted residuals."""
    from fbm.adapters.boosting.gb_residual import GBResidualTrainer
    from fbm.domain.models.specs import BATTER_RESIDUALS, PITCHER_RESIDUALS

    return {"batter": GBResidualTrainer(BATTER_RESIDUALS), "pitcher": GBResidualTrainer(PITCHER_RESIDUALS)}


def vet_gb_residual(params: Mapping[str, object]) -> str | None:
    """Say what is wrong with gradient-boosted residuals of unknown origin; their texts are parsed by a child."""
    from fbm.adapters.boosting.checking import residuals_objection

    return residuals_objection(params)


def rebuild_gb_residual(params: Mapping[str, object]) -> object:
    """Rebuild gradient-boosted residuals, ours or the earlier system's; `ValueError` naming what the params lack."""
    if params.get("format") == "boosters-of-old/1":
        return rebuild_migrated_boosters(params)
    from fbm.adapters.boosting.gb_residual import ResidualModelSet

    return ResidualModelSet.from_params(params)


def mtl_trainers() -> Mapping[Playing, Trainer]:
    """Give the trainers of multi-task networks, on CUDA where there is any."""
    from fbm.adapters.neural.device import choose_device
    from fbm.adapters.neural.mtl_trainer import MTLTrainer
    from fbm.domain.models.mtl import BATTER_NETWORK, PITCHER_NETWORK
    from fbm.domain.ports.training import AUTO, CPU

    device = choose_device(AUTO).value_or(CPU)
    return {"batter": MTLTrainer(BATTER_NETWORK, device), "pitcher": MTLTrainer(PITCHER_NETWORK, device)}


def rebuild_mtl_batter(params: Mapping[str, object]) -> object:
    """Rebuild the batters' network, one of the earlier system's too; `ValueError` naming what the params lack."""
    from fbm.adapters.neural.earlier_mtl import EarlierNetwork, is_earlier
    from fbm.adapters.neural.mtl import MultiTaskBatterModel

    return (
        EarlierNetwork.from_params(params, BATTER) if is_earlier(params) else MultiTaskBatterModel.from_params(params)
    )


def rebuild_mtl_pitcher(params: Mapping[str, object]) -> object:
    """Rebuild the pitchers' network, one of the earlier system's too; `ValueError` naming what the params lack."""
    from fbm.adapters.neural.earlier_mtl import EarlierNetwork, is_earlier
    from fbm.adapters.neural.mtl import MultiTaskPitcherModel

    return (
        EarlierNetwork.from_params(params, PITCHER) if is_earlier(params) else MultiTaskPitcherModel.from_params(params)
    )


def rebuild_encoder(params: Mapping[str, object]) -> object:
    """Rebuild a pretrained network, one of the earlier system's too; `ValueError` naming what the params lack."""
    from fbm.adapters.neural.contextual_encoder import PretrainedEncoder
    from fbm.adapters.neural.earlier_contextual import EarlierReader, is_earlier

    return EarlierReader(params) if is_earlier(params) else PretrainedEncoder.from_params(params)


def rebuild_batter_rates(params: Mapping[str, object]) -> object:
    """Rebuild a fine-tuned network of batters, an earlier one too; `ValueError` naming what the params lack."""
    return rebuild_rates(params, "batter")


def rebuild_pitcher_rates(params: Mapping[str, object]) -> object:
    """Rebuild a fine-tuned network of pitchers, an earlier one too; `ValueError` naming what the params lack."""
    return rebuild_rates(params, "pitcher")


def rebuild_rates(params: Mapping[str, object], player_type: Playing) -> object:
    """Rebuild a fine-tuned network of a type of player."""
    from fbm.adapters.neural.contextual_rates import ContextualRates
    from fbm.adapters.neural.earlier_contextual import EarlierReader, is_earlier

    return EarlierReader(params) if is_earlier(params) else ContextualRates.from_params(params, player_type)


def mle_trainers() -> Mapping[Playing, Trainer]:
    """Give the trainers of minor-league equivalencies."""
    from fbm.adapters.regression.mle_trainer import MLETrainer
    from fbm.domain.models.mle import BATTER_EQUIVALENCIES, PITCHER_EQUIVALENCIES

    return {"batter": MLETrainer(BATTER_EQUIVALENCIES), "pitcher": MLETrainer(PITCHER_EQUIVALENCIES)}


def rebuild_mle(params: Mapping[str, object]) -> object:
    """Rebuild minor-league equivalencies, ours or the earlier system's; `ValueError` naming what the params lack."""
    if params.get("format") == "boosters-of-old/1":
        return rebuild_migrated_boosters(params)
    from fbm.adapters.regression.mle import Equivalencies

    return Equivalencies.from_params(params)


def blend_trainers() -> Mapping[Playing, Trainer]:
    """Give the trainers of blends."""
    from fbm.adapters.boosting.blend_trainer import BlendTrainer
    from fbm.adapters.neural.layers import fit_layer_network
    from fbm.domain.layers.spec import BATTER_BLEND, PITCHER_BLEND

    return {
        "batter": BlendTrainer(BATTER_BLEND, fit_layer_network),
        "pitcher": BlendTrainer(PITCHER_BLEND, fit_layer_network),
    }


def rebuild_blend(params: Mapping[str, object]) -> object:
    """Rebuild a blend; `ValueError` naming what the params lack."""
    from fbm.adapters.boosting.blend import Blend

    return Blend.from_params(params)


def vet_blend(params: Mapping[str, object]) -> str | None:
    """Say what is wrong with a blend of unknown origin; its texts are parsed by a child."""
    from fbm.adapters.boosting.checking import blend_objection

    return blend_objection(params)


def rebuild_migrated_boosters(params: Mapping[str, object]) -> object:
    """Rebuild boosters that were taken over; `ValueError` naming what the params lack."""
    from fbm.adapters.boosting.migrated import MigratedBoosters

    return MigratedBoosters.from_params(params)
