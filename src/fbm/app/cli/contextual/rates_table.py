"""Errors of rates as a table: the network's, and beside them those of others with the interval of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fbm.app.cli.tables import Column, table

TITLES = {"mean_of_context": "Own mean", "league": "League", "marcel": "Marcel"}


def rates_table(stats: Sequence[str], errors: Mapping[str, Any]) -> str:
    """Render errors by stat, each with `rmse` and `mse_over`."""
    others = [who for who in TITLES if any(who in errors[stat]["rmse"] for stat in stats)]
    columns = (Column("Stat"), Column("Network", right=True), *(Column(TITLES[who]) for who in others))
    return table(columns, [(stat, *_row(errors[stat], others)) for stat in stats])


def _row(error: Mapping[str, Any], others: Sequence[str]) -> list[str]:
    return [f"{error['rmse']['network']:.5f}", *(_beside(error, who) for who in others)]


def _beside(error: Mapping[str, Any], who: str) -> str:
    if who not in error["rmse"]:
        return "-"
    if who not in error["mse_over"]:
        return f"{error['rmse'][who]:.5f}"
    middle, low, high = error["mse_over"][who]
    return f"{error['rmse'][who]:.5f} ({middle:+.1%}, {low:+.1%} to {high:+.1%})"
