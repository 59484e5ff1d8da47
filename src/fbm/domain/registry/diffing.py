"""What differs between two versions, and which one is better by each measure. Pure functions over metadata."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from fbm.domain.registry.metadata import ModelMetadata

Better: TypeAlias = Literal["a", "b", "same"] | None

LOWER_IS_BETTER: Final = frozenset({"rmse", "mae", "mse", "loss", "log_loss", "brier"})
HIGHER_IS_BETTER: Final = frozenset({"r", "r2", "rho", "accuracy", "top20"})


class SetDiff(NamedTuple):
    """What only one side has, in that side's order."""

    a_only: tuple[object, ...]
    b_only: tuple[object, ...]


class OrderedDiff(NamedTuple):
    """What only one side has, and whether what both have stands in the same order."""

    a_only: tuple[str, ...]
    b_only: tuple[str, ...]
    same_order: bool


class ValueDiff(NamedTuple):
    """A value on either side; None where a side has none."""

    a: object
    b: object


class MetricDiff(NamedTuple):
    """A measure on either side: `delta` is b - a, `better` the better side where the measure has a direction."""

    a: object
    b: object
    delta: float | None
    better: Better


class Comparison(NamedTuple):
    """Two versions side by side.

    Attributes
    ----------
    a, b : ModelMetadata
    training_years, stats : SetDiff
    feature_names : OrderedDiff
    config : mapping of dotted key to ValueDiff
        Keys that differ only.
    metrics : mapping of dotted measure to MetricDiff
        Every measure of either side.
    """

    a: ModelMetadata
    b: ModelMetadata
    training_years: SetDiff
    stats: SetDiff
    feature_names: OrderedDiff
    config: Mapping[str, ValueDiff]
    metrics: Mapping[str, MetricDiff]


def compare(a: ModelMetadata, b: ModelMetadata) -> Comparison:
    """Set two parts side by side."""
    return Comparison(
        a=a,
        b=b,
        training_years=_only(a.training_years, b.training_years),
        stats=_only(a.stats, b.stats),
        feature_names=_ordered(a.feature_names, b.feature_names),
        config=diff_config(a.config, b.config),
        metrics=diff_metrics(a.metrics, b.metrics),
    )


def flatten(facts: Mapping[str, object]) -> dict[str, object]:
    """Nested facts with dotted keys; lists count as values unless they hold mappings.

    Examples
    --------
    >>> flatten({"validation": {"hr": {"rmse": 1.5}}})
    {'validation.hr.rmse': 1.5}
    """
    return dict(_walk("", facts))


def _walk(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(value, (list, tuple)) and any(isinstance(item, Mapping) for item in value):
        for index, inner in enumerate(value):
            yield from _walk(f"{prefix}.{index}", inner)
    else:
        yield prefix, list(value) if isinstance(value, tuple) else value


def diff_config(a: Mapping[str, object], b: Mapping[str, object]) -> dict[str, ValueDiff]:
    """Dotted keys whose values differ, sorted; a key only one side has stands against None."""
    left, right = flatten(a), flatten(b)
    return {
        key: ValueDiff(left.get(key), right.get(key))
        for key in sorted(left.keys() | right.keys())
        if left.get(key) != right.get(key) or (key in left) != (key in right)
    }


def diff_metrics(a: Mapping[str, object], b: Mapping[str, object]) -> dict[str, MetricDiff]:
    """Every dotted measure of either side, sorted, with b - a and the better side."""
    left, right = flatten(a), flatten(b)
    return {key: _metric(key, left.get(key), right.get(key)) for key in sorted(left.keys() | right.keys())}


def _metric(key: str, a: object, b: object) -> MetricDiff:
    left, right = number(a), number(b)
    if left is None or right is None:
        return MetricDiff(a, b, None, None)
    return MetricDiff(a, b, right - left, which_is_better(key, left, right))


def which_is_better(measure: str, a: float, b: float) -> Better:
    """Tell the better side of a measure by its last word; None for a measure without a direction.

    Examples
    --------
    >>> which_is_better("validation.model.hr.rmse", 1.0, 2.0), which_is_better("hr_r2", 0.1, 0.2)
    ('a', 'b')
    """
    turn = direction(measure)
    if turn == 0:
        return None
    if a == b:
        return "same"
    return "b" if (b - a) * turn > 0 else "a"


def direction(measure: str) -> int:
    """Tell which way a dotted measure is better: +1 where higher is, -1 where lower is, 0 where neither."""
    words = measure.rpartition(".")[2].split("_")
    endings = {"_".join(words[index:]) for index in range(len(words))}
    if endings & LOWER_IS_BETTER:
        return -1
    return 1 if endings & HIGHER_IS_BETTER else 0


def number(value: object) -> float | None:
    """Take a measure as a number; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def _only(a: tuple[object, ...], b: tuple[object, ...]) -> SetDiff:
    return SetDiff(tuple(x for x in a if x not in b), tuple(x for x in b if x not in a))


def _ordered(a: tuple[str, ...], b: tuple[str, ...]) -> OrderedDiff:
    common_a = tuple(x for x in a if x in b)
    common_b = tuple(x for x in b if x in a)
    only = _only(a, b)
    return OrderedDiff(tuple(map(str, only.a_only)), tuple(map(str, only.b_only)), common_a == common_b)
