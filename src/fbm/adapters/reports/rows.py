"""Every projected number beside what happened, as one long table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from fbm.domain.evaluation.matching import Match, Said
from fbm.domain.ports.reports import Report


def frame_of(report: Report) -> pl.DataFrame:
    """Lay a report out: a row for each season, pipeline, seed, player and stat.

    Columns are `season`, `pipeline`, `seed` (its place among the seeds), `player_type`, `player_id`, `name`, `played`,
    `judged` (whether the category measures counted him), `stat`, `projected`, `actual`, and `p10`, `p50`, ... where a
    pipeline gives quantiles.
    """
    frames = [frame for match in report.matches for frame in _frames(match, report.names)]
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame()


def _frames(match: Match, names: Mapping[str, str]) -> Iterator[pl.DataFrame]:
    for name, several in match.said.items():
        for seed, said in enumerate(several):
            for stat in (stat for stat in said.columns if stat in match.actual):
                yield (
                    _frame(match, said, stat, names)
                    .with_columns(pl.lit(name).alias("pipeline"), pl.lit(seed, pl.Int64).alias("seed"))
                    .select("season", "pipeline", "seed", pl.exclude("season", "pipeline", "seed"))
                )


def _frame(match: Match, said: Said, stat: str, names: Mapping[str, str]) -> pl.DataFrame:
    rows = np.flatnonzero(said.projected)
    ids = match.player_id[rows].tolist()
    columns = {
        "season": [match.season] * len(rows),
        "player_type": [match.player_type] * len(rows),
        "player_id": ids,
        "name": [names.get(player) for player in ids],
        "played": match.played[rows],
        "judged": match.judged[rows],
        "stat": [stat] * len(rows),
        "projected": said.columns[stat][rows],
        "actual": match.actual[stat][rows],
    }
    frame = pl.DataFrame(columns, schema_overrides={"name": pl.String, "player_id": pl.String, "season": pl.Int64})
    if stat in said.quantiles:
        grid = said.quantiles[stat]
        levels = zip(grid.levels, grid.values[rows].T, strict=True)
        frame = frame.with_columns(pl.Series(f"p{round(100 * level):02d}", column) for level, column in levels)
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))
