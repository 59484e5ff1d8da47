"""Explaining: one player of a projection, what each stage did to him, and what his playing time was made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.pipeline.presets import find_preset
from fbm.app.projection_request import Projected
from fbm.domain.minor_rates import chances_of, level_places
from fbm.domain.minors import MinorLines, Minors, no_minors
from fbm.domain.names import plain_name
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import FITTED
from fbm.domain.projection.sheet import MAJORS, ProjectionSheet, Row
from fbm.domain.projection.trail import LEAGUE, Explanation, explain
from fbm.domain.registry.naming import near_names


@dataclass(frozen=True, slots=True)
class NoSuchPlayer:
    """Nobody projected goes by that name or id."""

    wanted: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeveralPlayers:
    """More than one goes by that name; who plays most comes first."""

    wanted: str
    players: tuple[str, ...]


ExplainingError: TypeAlias = NoSuchPlayer | SeveralPlayers


_IDS: Final = ("fangraphs_id", "mlbam_id", "player_id")

SHOWN_BELOW: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "sb", "bb", "so"),
    "pitcher": ("so", "bb", "hr", "er"),
}
"""Counts of a line below the majors that are shown."""


@dataclass(frozen=True, slots=True)
class SeasonBelow:
    """What a player did at one level in a season.

    Attributes
    ----------
    season : int
    level : str
    volume : float
        Plate appearances or innings.
    counts : mapping of stat to float
        Of `SHOWN_BELOW`, what the source has.
    """

    season: int
    level: str
    volume: float
    counts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlayingTime:
    """What a player's playing time was made from, before models and rosters changed it.

    Attributes
    ----------
    rule : {"prospects", "fitted", "marcel"}
        An expectation over everybody at his stage below the majors, those who never come up included; one over
        everybody with a record like his in the majors; or Marcel's rule.
    seasons : mapping of season to float
        Plate appearances or innings in the majors that went into it, the latest first.
    """

    rule: Literal["prospects", "fitted", "marcel"]
    seasons: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explained:
    """What there is to say of a player: one entry for each type he is projected as.

    Attributes
    ----------
    rows : tuple of Row
        Of the sheet.
    explanations : tuple of Explanation
        His way through the pipeline.
    below : tuple of tuple of SeasonBelow
        His lines below the majors that prospects are projected from, the latest and highest first.
    playing_time : tuple of PlayingTime
    """

    rows: tuple[Row, ...]
    explanations: tuple[Explanation, ...]
    below: tuple[tuple[SeasonBelow, ...], ...]
    playing_time: tuple[PlayingTime, ...]


def explain_player(projected: Projected, wanted: str) -> Result[Explained, ExplainingError]:
    """Explain one player of a projection.

    Parameters
    ----------
    projected : Projected
    wanted : str
        A name as it is written or as `plain_name` spells it, a part of it that only one player has, or an id: Lahman's,
        MLB's or FanGraphs'.

    Returns
    -------
    Result of Explained
        `NoSuchPlayer` with near names, `SeveralPlayers` with their ids.
    """
    rows = (*projected.sheet.batters, *projected.sheet.pitchers)
    return _find(wanted, rows).map(lambda player: _explained(projected, rows, player))


def _explained(projected: Projected, rows: tuple[Row, ...], player: str) -> Explained:
    own = tuple(row for row in rows if row["player_id"] == player)
    found = tuple(filter(None, (explain(steps, player) for steps in projected.steps.values())))
    minors = projected.below or no_minors()
    return Explained(
        rows=own,
        explanations=found,
        below=tuple(_below(minors, one) for one in found),
        playing_time=tuple(_time(projected.sheet, *pair) for pair in zip(own, found, strict=True)),
    )


def _below(minors: Minors, explanation: Explanation) -> tuple[SeasonBelow, ...]:
    lines = minors.batting if explanation.player_type == "batter" else minors.pitching
    mine = lines.take(lines.player_id == explanation.player_id)
    level = level_places(mine)
    places = sorted(set(zip((-mine.season).tolist(), level.tolist(), strict=True)))
    return tuple(
        _at_level(mine.take((mine.season == -season) & (level == place)), explanation.player_type)
        for season, place in places
    )


def _at_level(lines: MinorLines, player_type: Playing) -> SeasonBelow:
    """Add up the lines of one season and level, one for each team."""
    volume = float(chances_of(lines, player_type).sum()) / (1.0 if player_type == "batter" else 3.0)
    sums = {stat: float(lines.counts[stat].sum()) for stat in SHOWN_BELOW[player_type]}
    known = {stat: total for stat, total in sums.items() if np.isfinite(total)}
    return SeasonBelow(int(lines.season[0]), str(lines.level[0]), volume, known)


def _time(sheet: ProjectionSheet, row: Row, explanation: Explanation) -> PlayingTime:
    seasons = {one.name: one.volume for one in reversed(explanation.past) if one.name != LEAGUE and one.volume}
    if row["origin"] != MAJORS:
        return PlayingTime("prospects", seasons)
    if find_preset(sheet.pipeline).map(lambda preset: preset.base in FITTED).value_or(False):
        return PlayingTime("fitted", seasons)
    read = {str(sheet.season - 1), str(sheet.season - 2)}
    return PlayingTime("marcel", {name: volume for name, volume in seasons.items() if name in read})


def _find(wanted: str, rows: tuple[Row, ...]) -> Result[str, ExplainingError]:
    names = {str(row["player_id"]): str(row["name"] or row["player_id"]) for row in rows}
    ids = {str(row[key]): str(row["player_id"]) for row in rows for key in _IDS if row[key]}
    if wanted in ids:
        return Success(ids[wanted])
    plain = plain_name(wanted)
    same = [player for player, name in names.items() if _plain(name) == _plain(wanted)]
    whole = same or [player for player, name in names.items() if plain_name(name) == plain]
    found = whole or [player for player, name in names.items() if plain and plain in plain_name(name)]
    if len(found) == 1:
        return Success(found[0])
    if found:
        described = {str(row["player_id"]): _described(row) for row in rows}
        playing = _playing(rows)
        likely = sorted(found, key=lambda player: (-playing[player], player))
        return Failure(SeveralPlayers(wanted, tuple(described[player] for player in likely)))
    return Failure(NoSuchPlayer(wanted, _near(_plain(wanted), tuple(names.values()))))


def _playing(rows: tuple[Row, ...]) -> dict[str, float]:
    """Projected playing time by player, innings as three batters each, the more of both for who does both."""
    found: dict[str, float] = {}
    for row in rows:
        time = float(row.get("pa") or 0.0) if "pa" in row else 3 * float(row.get("ip") or 0.0)
        found[str(row["player_id"])] = max(time, found.get(str(row["player_id"]), 0.0))
    return found


def _described(row: Row) -> str:
    facts = ", ".join(str(row[key]) for key in ("player_id", "position", "team") if row[key])
    return f"{row['name']} ({facts})"


def _near(plain: str, names: tuple[str, ...]) -> tuple[str, ...]:
    spelled = {_plain(name): name for name in sorted(names)}
    return tuple(spelled[name] for name in near_names(plain, tuple(spelled)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().strip()
