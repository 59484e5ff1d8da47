"""Names under which pipelines are judged: a pipeline that answers in several modes of playing time has one for each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from fbm.domain.projection.baseline.fit import Mode

_MARK: Final = "@"


def label_of(pipeline: str, mode: Mode) -> str:
    """Name a pipeline in a mode.

    Examples
    --------
    >>> label_of("baseline", "expected"), label_of("baseline", "regular")
    ('baseline', 'baseline@regular')
    """
    return pipeline if mode == "expected" else f"{pipeline}{_MARK}{mode}"


def counterpart(name: str, baseline: str, judged: Collection[str]) -> str:
    """Find what a pipeline is held against: the baseline in the same mode where it has that, else the baseline.

    Examples
    --------
    >>> counterpart("blend@regular", "baseline", ["baseline", "baseline@regular"])
    'baseline@regular'
    >>> counterpart("blend@regular", "marcel", ["marcel"])
    'marcel'
    """
    _, mark, mode = name.partition(_MARK)
    same = f"{baseline}{mark}{mode}"
    return same if mark and _MARK not in baseline and same in judged else baseline
