"""What a set of residual models is for, and reading it from plain data with a message that names what is wrong.

Shapes: `p` features. Every function takes the whole mapping and raises `ValueError` over the part it reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fbm.domain.features.matrix import schema_of
from fbm.domain.models.specs import Corrects, GBResidualSpec
from fbm.domain.projection.batch import Playing


@dataclass(frozen=True, slots=True)
class Identity:
    """What a set of models is for.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        The pipeline and stage it was trained at.
    feature_names : tuple of str, length p
    spec : GBResidualSpec
        What it was fitted with.
    """

    player_type: Playing
    corrects: Corrects
    feature_names: tuple[str, ...]
    spec: GBResidualSpec


def identity_of(params: Mapping[str, Any]) -> Identity:
    """Read what a set of models is for."""
    spec = spec_of(params, _names(params, "stats"))
    return Identity(player_type_of(params), corrects_of(params), feature_names_of(params), spec)


def player_type_of(params: Mapping[str, Any]) -> Playing:
    """Read the player type."""
    value = _entry(params, "player_type", str)
    if value == "batter":
        return "batter"
    if value == "pitcher":
        return "pitcher"
    raise ValueError(f"player_type is {value!r}, neither batter nor pitcher")


def corrects_of(params: Mapping[str, Any]) -> Corrects:
    """Read which pipeline and stage are corrected."""
    corrects = _entry(params, "corrects", Mapping)
    pipeline, stage = (_entry(corrects, name, str, within="corrects") for name in ("pipeline", "stage"))
    return Corrects(pipeline, stage)


def feature_names_of(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the feature names, length p; their digest must be the `feature_schema`."""
    names = _names(params, "feature_names")
    schema = _entry(params, "feature_schema", str)
    if schema != schema_of(names):
        raise ValueError(f"feature_schema is {schema}, that of feature_names is {schema_of(names)}")
    return names


def hyperparameters_of(spec: GBResidualSpec) -> dict[str, Any]:
    """Give the settings as plain data, without the stats, which stand for themselves."""
    return {name: value for name, value in asdict(spec).items() if name != "stats"}


def spec_of(params: Mapping[str, Any], stats: tuple[str, ...]) -> GBResidualSpec:
    """Read the settings that a fit of these stats had."""
    settings = _entry(params, "hyperparameters", Mapping)
    expected = hyperparameters_of(GBResidualSpec(stats))
    strange = sorted(set(settings) - set(expected))
    if strange:
        raise ValueError(f"hyperparameters has {strange[0]!r}, which is no setting")
    return GBResidualSpec(stats, **{name: _setting(settings, name, type(value)) for name, value in expected.items()})


def texts_of(params: Mapping[str, Any], key: str, stats: tuple[str, ...]) -> dict[str, str]:
    """Read a string for each stat."""
    entries = _entry(params, key, Mapping)
    return {stat: _entry(entries, stat, str, within=key) for stat in stats}


def bounds_of(params: Mapping[str, Any], stats: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Read the lowest and highest residual rate of each stat."""
    entries = _entry(params, "bounds", Mapping)
    return {stat: _pair(entries, stat) for stat in stats}


def _pair(entries: Mapping[str, Any], stat: str) -> tuple[float, float]:
    pair = _entry(entries, stat, (list, tuple), within="bounds")
    numbers = [value for value in pair if isinstance(value, float) and math.isfinite(value)]
    if len(pair) != 2 or len(numbers) != 2 or numbers[0] > numbers[1]:
        raise ValueError(f"bounds.{stat} is {pair!r}, not a lower and an upper number")
    return numbers[0], numbers[1]


def _names(params: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _entry(params, key, (list, tuple))
    if not values or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} is not a list of names")
    return tuple(values)


def _setting(settings: Mapping[str, Any], name: str, kind: type) -> Any:
    value = _entry(settings, name, (int, float), within="hyperparameters")
    if isinstance(value, bool) or (kind is int and not isinstance(value, int)):
        raise ValueError(f"hyperparameters.{name} is {value!r}, not {kind.__name__}")
    return kind(value)


def _entry(entries: Mapping[str, Any], key: str, kind: Any, within: str = "") -> Any:
    name = f"{within}.{key}" if within else key
    if key not in entries:
        raise ValueError(f"{name} is missing")
    if not isinstance(entries[key], kind):
        raise ValueError(f"{name} is {type(entries[key]).__name__}, which it cannot be")
    return entries[key]
