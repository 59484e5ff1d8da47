"""A validation as a table: errors of a model beside those of the pipeline alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fbm.app.cli.tables import Column, table

UNITS = {"batter": "600 plate appearances", "pitcher": "200 innings"}
"""What errors are reported per."""


def validation_table(
    title: str, player_type: str, found: Mapping[str, Any], seasons: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Render a row a stat.

    Parameters
    ----------
    title : str
        Whose seasons these are.
    player_type : {"batter", "pitcher"}
    found : mapping
        ``model``, ``baseline`` and ``difference`` of a report.
    seasons : sequence of mapping
        The same for each season, to count those in which the model errs less.
    """
    titles = ("RMSE", "Pipeline", "Delta", "95 % interval", *(("Better in",) if seasons else ()))
    columns = (Column("Stat"), *(Column(one, right=True) for one in titles))
    rows = [(*_cells(stat, found), *_better(stat, seasons)) for stat in found["model"]]
    return f"{title}, errors per {UNITS[player_type]}:\n" + table(columns, rows)


def _cells(stat: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    difference = found["difference"][stat]["rmse"]
    errors = (f"{found[part][stat]['rmse']:.3f}" for part in ("model", "baseline"))
    return stat, *errors, f"{difference['delta']:+.3f}", f"{difference['lo']:+.3f} to {difference['hi']:+.3f}"


def _better(stat: str, seasons: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    if not seasons:
        return ()
    judged = [one["difference"][stat]["rmse"]["delta"] for one in seasons if stat in one["difference"]]
    return (f"{sum(delta < 0 for delta in judged)} of {len(judged)}",)
