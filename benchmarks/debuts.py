"""How near `marcel_mle` comes to the true talent of players in their first season, on simulated leagues.

Run: python -m benchmarks.debuts [--leagues 3] [--seasons 2019-2022]

Judged are the rows as they are printed: projected counts over projected chances, of everybody who plays in the majors
for the first time in a season and has minor-league time before it. Equivalencies are trained once a league, on seasons
before the first one judged. Beside them stands the league's average of the season before, for everybody. A ratio is the
root mean square error of the one over that of the other, each player counting once.
"""

from __future__ import annotations

import argparse

import numpy as np
from tests import minor_leagues
from tests.debuts import Errors, debutants, errors_of, joined

from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.app.training import train
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.sheet import ProjectionSheet
from fbm.domain.simulation.spec import LeagueSpec

FIRST = 2004
BOTH: tuple[Playing, ...] = ("batter", "pitcher")


def main() -> None:
    options = parsed()
    told: dict[Playing, list[Errors]] = {"batter": [], "pitcher": []}
    missing = 0
    for seed in range(1, options.leagues + 1):
        for season, sheet in sheets(seed, *options.seasons).items():
            league = minor_leagues.league()
            for player_type in BOTH:
                rows = sheet.batters if player_type == "batter" else sheet.pitchers
                missing += len(debutants(league, season, player_type) - {str(row["player_id"]) for row in rows})
                told[player_type].append(errors_of(league, sheet, season, player_type))
    for player_type in BOTH:
        print(table(player_type, joined(told[player_type])))
    print(f"\nwithout a projection: {missing}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--leagues", type=int, default=3)
    parser.add_argument(
        "--seasons", type=lambda text: [int(year) for year in text.split("-")], default=[2019, 2022], help="FIRST-LAST"
    )
    return parser.parse_args()


def sheets(seed: int, first: int, last: int) -> dict[int, ProjectionSheet]:
    """Project seasons of a full-sized league with equivalencies that know none of them."""
    minor_leagues.SPEC = LeagueSpec(first_season=FIRST, last_season=last, seed=seed)
    minor_leagues.league.cache_clear()
    registry = minor_leagues.registry_of()
    train(minor_leagues.request_of(first - 1), minor_leagues.workshop_of(registry)).unwrap()
    source, minors = minor_leagues.seasons_of(), minor_leagues.MemoryMinors()
    return {
        season: project_season(
            ProjectionRequest(season, "marcel_mle", {}), source=source, registry=registry, minors=minors
        )
        .unwrap()
        .sheet
        for season in range(first, last + 1)
    }


def table(player_type: Playing, errors: Errors) -> str:
    ratios = errors.ratios()
    count = len(next(iter(errors.projected.values())))
    lines = [f"\n{player_type}s in their first season: {count}\n", "| stat | error over the league average's |"]
    lines += ["| --- | --- |", *(f"| {stat} | {ratio:.3f} |" for stat, ratio in ratios.items())]
    return "\n".join([*lines, f"| mean | {np.mean(list(ratios.values())):.3f} |"])


if __name__ == "__main__":
    main()
