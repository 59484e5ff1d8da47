"""Which data a model or a projection was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from returns.result import Result, Success

from fbm.app.basis import first_season_read
from fbm.app.pipeline.presets import find_preset
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource, SourceError


def data_fingerprint(
    source: SeasonSource, first: int, last: int, *, minors: MinorsSource | None = None
) -> Result[str, SourceError]:
    """Give the digest of the seasons from `first` to `last`, and of the minor leagues in them where they are used."""
    majors = source.fingerprint(first, last)
    below = Success(None) if minors is None else minors.minors_fingerprint(first, last)
    return majors.bind(lambda one: below.map(lambda other: joined(one, other)))


def lessons_fingerprint(
    source: SeasonSource, pipeline: str, seasons: Collection[int], *, minors: MinorsSource | None = None
) -> Result[str, SourceError]:
    """Give the digest of what a model was taught from.

    Parameters
    ----------
    source : SeasonSource
    pipeline : str
        The pipeline that is corrected: it tells how many seasons before the first target season are read.
    seasons : collection of int
        Target seasons.
    minors : MinorsSource, optional
        For models that read seasons below the majors.
    """
    base = find_preset(pipeline).map(lambda preset: preset.base).value_or(pipeline)
    first = first_season_read(source, base, min(seasons))
    return first.bind(lambda season: data_fingerprint(source, season, max(seasons), minors=minors))


def joined(one: str, other: str | None) -> str:
    """Digest of two digests; the first itself where there is no other."""
    return one if other is None else f"sha256:{hashlib.sha256(f'{one} {other}'.encode()).hexdigest()}"
