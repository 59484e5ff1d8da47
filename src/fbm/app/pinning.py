"""Pinning: what a sheet was made of, and whether a sheet made again is the same one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any, Final

from returns.result import Failure, Result, Success

from fbm.app.projection_request import ProjectionRequest
from fbm.domain.ports.leagues import LeagueText
from fbm.domain.ports.pins import Changed, Pin, PinnedLeague
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.projection.sheet import PLATFORM_IDS, ProjectionSheet, document

_ROSTERS: Final = "rosters"
_HELD: Final = ("season", "pipeline", "models")
_IDS: Final = ("player_id", "mlbam_id", *PLATFORM_IDS)


def pin_of(request: ProjectionRequest, sheet: ProjectionSheet, league: LeagueText | None, *, fbm_version: str) -> Pin:
    """Write down what decides a sheet.

    Parameters
    ----------
    request : ProjectionRequest
    sheet : ProjectionSheet
        As it is handed out, with values and ids.
    league : LeagueText or None
        What it was valued by.
    fbm_version : str
    """
    return Pin(
        fbm_version=fbm_version,
        season=sheet.season,
        pipeline=sheet.pipeline,
        options={name: json.dumps(getattr(request, name)) for name in _options()},
        models=sheet.models,
        data_fingerprint=sheet.data_fingerprint,
        ids=ids_digest(sheet),
        league=None if league is None else PinnedLeague(league.file, league.text, _digest(league.text)),
        result=sheet_digest(sheet),
    )


def request_of(pin: Pin) -> ProjectionRequest:
    """Ask for the same projection again, with the same versions for each type of player."""
    models = {f"{use.model_type}/{use.player_type}": use.name for use in pin.models}
    options = {name: _frozen(json.loads(text)) for name, text in pin.options.items() if name in _options()}
    options[_ROSTERS] = tuple(RosterLine(*line) for line in options.pop(_ROSTERS, ()))
    return ProjectionRequest(pin.season, pin.pipeline, models, **options)


def _frozen(value: Any) -> Any:
    """Give the lists of a file as the tuples that they were."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _options() -> tuple[str, ...]:
    """Fields of a request beside those that a pin holds by themselves."""
    return tuple(field.name for field in fields(ProjectionRequest) if field.name not in _HELD)


def check_league(pin: Pin) -> Result[PinnedLeague | None, Changed]:
    """Give the league file that was pinned; `Changed` where its text is not what was read then."""
    if pin.league is not None and (found := _digest(pin.league.text)) != pin.league.digest:
        return Failure(Changed("league", pin.league.file, pin.league.digest, found))
    return Success(pin.league)


def check_ground(sheet: ProjectionSheet, pin: Pin) -> Result[ProjectionSheet, Changed]:
    """Accept a sheet made from the data, models and ids that were pinned; `Changed` names what differs."""
    if sheet.data_fingerprint != pin.data_fingerprint:
        return Failure(Changed("data", "data tables", pin.data_fingerprint, sheet.data_fingerprint))
    found = {(use.model_type, use.player_type): use for use in sheet.models}
    for use in pin.models:
        now = found.get((use.model_type, use.player_type))
        if now is None or now.digest != use.digest:
            name = f"{use.model_type} {use.name} ({use.player_type})"
            return Failure(Changed("model", name, use.digest, "" if now is None else now.digest))
    if (ids := ids_digest(sheet)) != pin.ids:
        return Failure(Changed("ids", "crosswalk", pin.ids, ids))
    return Success(sheet)


def check_result(sheet: ProjectionSheet, pin: Pin, *, fbm_version: str) -> Result[ProjectionSheet, Changed]:
    """Accept a sheet that is the same to the last bit; `Changed` with the versions of fbm where it is not."""
    if sheet_digest(sheet) == pin.result:
        return Success(sheet)
    return Failure(Changed("result", "sheet", pin.fbm_version, fbm_version))


def sheet_digest(sheet: ProjectionSheet) -> str:
    """Digest of everything in a sheet, ``sha256:<hex>``."""
    return _digest(json.dumps(document(sheet), sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def ids_digest(sheet: ProjectionSheet) -> str:
    """Digest of who is in a sheet and what others call them, whatever the order of the rows."""
    people = {tuple(str(row[name]) for name in _IDS) for row in (*sheet.batters, *sheet.pitchers)}
    return _digest(json.dumps(sorted(people), separators=(",", ":"), ensure_ascii=False))


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
