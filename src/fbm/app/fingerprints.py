"""Which data a model or a projection was made from."""

from __future__ import annotations

import hashlib

from returns.result import Result, Success

from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource, SourceError


def data_fingerprint(
    source: SeasonSource, first: int, last: int, *, minors: MinorsSource | None = None
) -> Result[str, SourceError]:
    """Give the digest of the seasons from `first` to `last`, and of the minor leagues in them where they are used."""
    majors = source.fingerprint(first, last)
    below = Success(None) if minors is None else minors.minors_fingerprint(first, last)
    return majors.bind(lambda one: below.map(lambda other: joined(one, other)))


def joined(one: str, other: str | None) -> str:
    """Digest of two digests; the first itself where there is no other."""
    return one if other is None else f"sha256:{hashlib.sha256(f'{one} {other}'.encode()).hexdigest()}"
