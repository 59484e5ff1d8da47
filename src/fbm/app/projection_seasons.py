"""The seasons that a projection reads, with their digest, and whether those below the majors are the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from returns.result import Result

from fbm.app.basis import first_season_read
from fbm.app.below import out_of_date, with_minors
from fbm.app.fingerprints import data_fingerprint, joined
from fbm.app.pipeline.presets import BLEND, CONTEXTUAL, MLE, Preset
from fbm.app.projection_request import BOTH, ProjectingError, ProjectionRequest, as_projecting_error
from fbm.app.spreads import first_season_spread
from fbm.domain.minor_seasons import SEASONS_BACK
from fbm.domain.minors import MinorLines, Minors, no_minors
from fbm.domain.ports.contextual import PlayerPitches
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import History


@dataclass(frozen=True, slots=True)
class SeasonsRead:
    """Seasons that were read, and their digest; below the majors, those that prospects are projected from."""

    history: History
    fingerprint: str
    below: Minors | None = None


def read_seasons(
    request: ProjectionRequest,
    preset: Preset,
    *,
    source: SeasonSource,
    minors: MinorsSource | None,
    pitches: PlayerPitches | None,
) -> Result[SeasonsRead, ProjectingError]:
    """Read what a pipeline looks back on.

    Parameters
    ----------
    request : ProjectionRequest
    preset : Preset
    source : SeasonSource
    minors : MinorsSource or None
        Read for the pipelines that bring prospects in, or have a blend.
    pitches : PlayerPitches or None
        In the digest for the pipelines that read them.

    Returns
    -------
    Result of SeasonsRead
        `MissingSeasons`, `DamagedTable`, or what reading pitches gives.
    """
    kinds = {step.model_type for step in preset.models}
    known = _read(request, source, preset.base, minors if MLE in kinds else None)
    if BLEND in kinds and minors is not None:
        known = known.bind(lambda read: _beside(read, minors, request.season))
    if CONTEXTUAL in kinds and pitches is not None:
        known = known.bind(lambda read: _with_pitches(read, pitches, request.season))
    return known


def old_minors(read: SeasonsRead, season: int, reading: Mapping[Playing, Collection[str]]) -> tuple[str, ...]:
    """Say which models read old records below the majors, as the latest season before one is not at hand.

    Parameters
    ----------
    read : SeasonsRead
    season : int
        The season projected.
    reading : mapping of player type to collection of str
        Types of the models that read them.
    """
    below, beside = read.below or no_minors(), read.history.minors
    translated: dict[Playing, MinorLines] = {"batter": below.batting, "pitcher": below.pitching}
    at_hand: dict[Playing, set[int]] = {
        kind: {*translated[kind].season.tolist(), *(beside[kind].season.tolist() if kind in beside else ())}
        for kind in BOTH
    }
    return out_of_date(reading, season, at_hand)


def _read(
    request: ProjectionRequest, source: SeasonSource, base: str, minors: MinorsSource | None
) -> Result[SeasonsRead, ProjectingError]:
    last = request.season - 1

    def since(first: int) -> Result[SeasonsRead, SourceError]:
        fingerprint = data_fingerprint(source, first, last, minors=minors)
        return fingerprint.bind(
            lambda digest: source.history(first, last).map(lambda history: SeasonsRead(history, digest))
        )

    first = first_season_spread if request.quantiles else first_season_read
    read = first(source, base, request.season).bind(since)
    if minors is None:
        return read.alt(as_projecting_error)
    below = minors.minors(request.season - WINDOW, last)
    return read.bind(lambda known: below.map(lambda seen: replace(known, below=seen))).alt(as_projecting_error)


def _beside(read: SeasonsRead, minors: MinorsSource, season: int) -> Result[SeasonsRead, ProjectingError]:
    """Put the seasons below the majors beside those that were read, where any are at hand."""
    told = with_minors(read.history, minors, season, season)
    digest = minors.minors_fingerprint(season - SEASONS_BACK - 1, season - 1)
    return told.bind(
        lambda history: digest.map(
            lambda other: replace(
                read, history=history, fingerprint=joined(read.fingerprint, other if history.minors else None)
            )
        )
    ).alt(as_projecting_error)


def _with_pitches(read: SeasonsRead, pitches: PlayerPitches, season: int) -> Result[SeasonsRead, ProjectingError]:
    digest = pitches.fingerprint(season).alt(as_projecting_error)
    return digest.map(lambda other: replace(read, fingerprint=joined(read.fingerprint, other)))
