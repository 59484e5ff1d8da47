"""What a fitted model is for, and reading it from plain data with a message that names what is wrong.

Shapes: `p` features. Every reader takes the whole mapping and raises `ValueError` over the part it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from fbm.domain.features.matrix import schema_of
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing

Spec = TypeVar("Spec")


@dataclass(frozen=True, slots=True)
class Identity(Generic[Spec]):
    """What a fitted model is for.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        The pipeline and stage it was trained at.
    feature_names : tuple of str, length p
    spec : Spec
        What it was fitted with: a frozen dataclass with a field `stats`.
    """

    player_type: Playing
    corrects: Corrects
    feature_names: tuple[str, ...]
    spec: Spec


def identity_params(identity: Identity[Any]) -> dict[str, Any]:
    """Give an identity as plain data; `hyperparameters` leave out the stats, which stand for themselves."""
    return {
        "player_type": identity.player_type,
        "corrects": asdict(identity.corrects),
        "stats": list(identity.spec.stats),
        "feature_names": list(identity.feature_names),
        "feature_schema": schema_of(identity.feature_names),
        "hyperparameters": settings_of(identity.spec),
    }


def identity_of(params: Mapping[str, Any], make: Callable[..., Spec]) -> Identity[Spec]:
    """Read what a model is for; `make` is the class of its settings."""
    spec = _spec(params, make)
    return Identity(player_type_of(params), _corrects(params), _feature_names(params), spec)


def player_type_of(params: Mapping[str, Any]) -> Playing:
    """Read the player type."""
    value = entry(params, "player_type", str)
    if value == "batter":
        return "batter"
    if value == "pitcher":
        return "pitcher"
    raise ValueError(f"player_type is {value!r}, neither batter nor pitcher")


def settings_of(spec: Any) -> dict[str, Any]:
    """Give settings as plain data, without the stats."""
    return {name: value for name, value in asdict(spec).items() if name != "stats"}


def names_of(params: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Read a list of names."""
    values = entry(params, key, (list, tuple))
    if not values or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} is not a list of names")
    return tuple(values)


def entry(entries: Mapping[str, Any], key: str, kind: Any, within: str = "") -> Any:
    """Read one entry of a kind or one of several."""
    name = f"{within}.{key}" if within else key
    if key not in entries:
        raise ValueError(f"{name} is missing")
    if not isinstance(entries[key], kind):
        raise ValueError(f"{name} is {type(entries[key]).__name__}, which it cannot be")
    return entries[key]


def _corrects(params: Mapping[str, Any]) -> Corrects:
    corrects = entry(params, "corrects", Mapping)
    pipeline, stage = (entry(corrects, name, str, within="corrects") for name in ("pipeline", "stage"))
    return Corrects(pipeline, stage)


def _feature_names(params: Mapping[str, Any]) -> tuple[str, ...]:
    names = names_of(params, "feature_names")
    schema = entry(params, "feature_schema", str)
    if schema != schema_of(names):
        raise ValueError(f"feature_schema is {schema}, that of feature_names is {schema_of(names)}")
    return names


def _spec(params: Mapping[str, Any], make: Callable[..., Spec]) -> Spec:
    stats = names_of(params, "stats")
    settings = entry(params, "hyperparameters", Mapping)
    expected = settings_of(make(stats))
    strange = sorted(set(settings) - set(expected))
    if strange:
        raise ValueError(f"hyperparameters has {strange[0]!r}, which is no setting")
    return make(stats, **{name: _setting(settings, name, type(value)) for name, value in expected.items()})


def _setting(settings: Mapping[str, Any], name: str, kind: type) -> Any:
    value = entry(settings, name, str if kind is str else (int, float), within="hyperparameters")
    if isinstance(value, bool) or (kind is int and not isinstance(value, int)):
        raise ValueError(f"hyperparameters.{name} is {value!r}, not {kind.__name__}")
    return kind(value)
