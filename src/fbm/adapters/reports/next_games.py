"""What a network that reads pitches said of players' next games in a season held out, from its measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fbm.adapters.reports.held_out import inner
from fbm.adapters.reports.layout import Table
from fbm.domain.registry.diffing import number
from fbm.domain.registry.metadata import ModelMetadata

OTHERS: Final[Mapping[str, str]] = {"mean_of_context": "Own mean", "league": "League", "marcel": "Marcel"}
"""What the network is held against: the player's own rate in the games it read, the league's, Marcel's."""


def next_games(who: str, model: ModelMetadata) -> Table:
    """Lay the errors out; a table without rows where the version has none, or some of another form."""
    held = inner(model.metrics, "held_out")
    told = {stat: errors for stat in model.stats if "network" in (errors := _errors(held, stat))}
    others = [name for name in OTHERS if any(name in errors for errors in told.values())]
    rows = tuple(
        (stat, f"{errors['network']:.5f}", *(_beside(errors, inner(held, stat, "mse_over"), name) for name in others))
        for stat, errors in told.items()
    )
    season, windows = number(held.get("season")), number(held.get("windows"))
    heading = f"{who}: {model.name}, {'a season' if season is None else f'{season:.0f}'} held out"
    times = "" if windows is None else f"{windows:,.0f} times players' next games. "
    remark = f"{times}Root mean squared errors of the rates; in brackets how the network's mean square differs."
    return Table(heading, ("Stat", "Network", *(OTHERS[name] for name in others)), rows, remark)


def _errors(held: Mapping[str, object], stat: str) -> dict[str, float]:
    found = {name: number(error) for name, error in inner(held, stat, "rmse").items()}
    return {name: error for name, error in found.items() if error is not None}


def _beside(errors: Mapping[str, float], gaps: Mapping[str, object], name: str) -> str:
    if name not in errors:
        return ""
    gap = gaps.get(name)
    figures = [number(one) for one in gap] if isinstance(gap, (list, tuple)) else []
    known = [one for one in figures if one is not None]
    if len(known) != 3:
        return f"{errors[name]:.5f}"
    middle, low, high = known
    return f"{errors[name]:.5f} ({middle:+.1%}, {low:+.1%} to {high:+.1%})"
