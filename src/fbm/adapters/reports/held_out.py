"""What a version said of a season held out, as it stands among its measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from fbm.domain.registry.diffing import number
from fbm.domain.registry.metadata import ModelMetadata

PER: Final[Mapping[str, str]] = {"batter": "600 plate appearances", "pitcher": "200 innings"}
"""What errors are per."""


class HeldOut(NamedTuple):
    """Errors of one stat.

    Attributes
    ----------
    stat : str
    model, pipeline : float
        Root mean squared errors of the model and of the pipeline that it corrects.
    delta, lo, hi : float
        The model's less the pipeline's, and its 95 % interval.
    """

    stat: str
    model: float
    pipeline: float
    delta: float
    lo: float
    hi: float

    @property
    def verdict(self) -> str:
        """Whether zero lies outside of the interval, and on which side."""
        return "better" if self.hi < 0 else "worse" if self.lo > 0 else "unsure"


def held_out(model: ModelMetadata) -> tuple[HeldOut, ...]:
    """Read the validation of a version; nothing where it has none, or one of another form."""
    report = inner(model.metrics, "validation")
    rows = (_row(report, stat) for stat in inner(report, "model"))
    return tuple(row for row in rows if row is not None)


def season_of(model: ModelMetadata) -> str:
    """Name the season held out."""
    season = number(inner(model.metrics, "validation").get("season"))
    return "a season" if season is None else f"{season:.0f}"


def _row(report: Mapping[str, object], stat: str) -> HeldOut | None:
    difference = inner(report, "difference", stat, "rmse")
    told = (inner(report, "model", stat).get("rmse"), inner(report, "baseline", stat).get("rmse"))
    figures = [number(one) for one in (*told, *(difference.get(name) for name in ("delta", "lo", "hi")))]
    known = [one for one in figures if one is not None]
    return HeldOut(stat, *known) if len(known) == len(figures) else None


def inner(facts: Mapping[str, object], *path: str) -> Mapping[str, object]:
    """Follow a path of keys to facts within facts; nothing where it leads nowhere."""
    for name in path:
        inner = facts.get(name)
        facts = inner if isinstance(inner, Mapping) else {}
    return facts
