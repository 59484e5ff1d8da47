"""Explaining: one player of a projection, and what each stage did to him."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.projecting import Projected
from fbm.domain.projection.sheet import Row
from fbm.domain.projection.trail import Explanation, explain
from fbm.domain.registry.naming import near_names


@dataclass(frozen=True, slots=True)
class NoSuchPlayer:
    """Nobody projected goes by that name or id."""

    wanted: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeveralPlayers:
    """More than one goes by that name."""

    wanted: str
    players: tuple[str, ...]


ExplainingError: TypeAlias = NoSuchPlayer | SeveralPlayers


@dataclass(frozen=True, slots=True)
class Explained:
    """A player's rows of the sheet, and his way through the pipeline, for each type he is projected as."""

    rows: tuple[Row, ...]
    explanations: tuple[Explanation, ...]


def explain_player(projected: Projected, wanted: str) -> Result[Explained, ExplainingError]:
    """Explain one player of a projection.

    Parameters
    ----------
    projected : Projected
    wanted : str
        A name as it is written, in any case and without accents too, a part of it that only one player has, or an id.

    Returns
    -------
    Result of Explained
        `NoSuchPlayer` with near names, `SeveralPlayers` with their ids.
    """
    rows = (*projected.sheet.batters, *projected.sheet.pitchers)
    return _find(wanted, rows).map(lambda player: _explained(projected, rows, player))


def _explained(projected: Projected, rows: tuple[Row, ...], player: str) -> Explained:
    found = (explain(steps, player) for steps in projected.steps.values())
    return Explained(tuple(row for row in rows if row["player_id"] == player), tuple(filter(None, found)))


def _find(wanted: str, rows: tuple[Row, ...]) -> Result[str, ExplainingError]:
    names = {str(row["player_id"]): str(row["name"] or row["player_id"]) for row in rows}
    ids = {str(row[key]): str(row["player_id"]) for row in rows for key in ("mlbam_id", "player_id") if row[key]}
    if wanted in ids:
        return Success(ids[wanted])
    plain = _plain(wanted)
    whole = [player for player, name in names.items() if _plain(name) == plain]
    found = whole or [player for player, name in names.items() if plain and plain in _plain(name)]
    if len(found) == 1:
        return Success(found[0])
    if found:
        described = {str(row["player_id"]): _described(row) for row in rows}
        return Failure(SeveralPlayers(wanted, tuple(described[player] for player in sorted(found))))
    return Failure(NoSuchPlayer(wanted, _near(plain, tuple(names.values()))))


def _described(row: Row) -> str:
    facts = ", ".join(str(row[key]) for key in ("player_id", "position", "team") if row[key])
    return f"{row['name']} ({facts})"


def _near(plain: str, names: tuple[str, ...]) -> tuple[str, ...]:
    spelled = {_plain(name): name for name in sorted(names)}
    return tuple(spelled[name] for name in near_names(plain, tuple(spelled)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().strip()
