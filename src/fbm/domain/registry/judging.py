"""Is a version better than another? Decided by what both measured on the same held-out season, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.domain.registry.diffing import HIGHER_IS_BETTER, LOWER_IS_BETTER, direction, flatten, number
from fbm.domain.registry.errors import NotComparable
from fbm.domain.registry.metadata import ModelMetadata

_PREFERRED: Final = ("rmse", "log_loss", "mae", "mse", "brier", "loss", "r", "rho", "r2", "accuracy", "top20")
_OF_THE_MODEL: Final = "validation.model."


class Verdict(NamedTuple):
    """How a candidate compares with a champion.

    Attributes
    ----------
    measure : str
        Last word of the measures that were compared, or the one measure asked for.
    compared : int
        How many measures both have, over all shared parts.
    gain : float
        Mean relative improvement of the candidate over them: .02 is two per cent better, below zero is worse.
    wins : int
        In how many of them the candidate is better.
    """

    measure: str
    compared: int
    gain: float
    wins: int

    @property
    def better(self) -> bool:
        """Whether the candidate is better on the whole."""
        return self.gain > 0


def judge(
    champion: Sequence[ModelMetadata], candidate: Sequence[ModelMetadata], measure: str | None = None
) -> Result[Verdict, NotComparable]:
    """Hold the parts of a candidate against those of a champion.

    Parameters
    ----------
    champion, candidate : sequence of ModelMetadata
        Parts of one version each; player types that only one of them has do not count.
    measure : str, optional
        A dotted measure, or its last word; left out: the errors of the models themselves, root mean squares first.

    Returns
    -------
    Result of Verdict
        `NotComparable` when they held out other seasons or have no such measure in common.
    """
    pairs = [(a, b) for a in champion for b in candidate if a.player_type == b.player_type]
    name_a, name_b = _name(champion), _name(candidate)
    for a, b in pairs:
        seasons = [flatten(part.metrics).get("validation.season") for part in (a, b)]
        if seasons[0] != seasons[1]:
            return Failure(
                NotComparable(name_a, name_b, f"they held out other seasons ({seasons[0]} and {seasons[1]})")
            )
    shared = [values for a, b in pairs for values in _shared(flatten(a.metrics), flatten(b.metrics))]
    chosen = _chosen(shared, measure)
    if not chosen:
        what = f"no measure {measure}" if measure else "no measure of quality"
        return Failure(NotComparable(name_a, name_b, f"{what} is known of both"))
    gains = [direction(one.key) * (one.b - one.a) / (abs(one.a) or 1.0) for one in chosen]
    word = measure or _word(chosen[0].key)
    return Success(Verdict(word, len(gains), sum(gains) / len(gains), sum(gain > 0 for gain in gains)))


class _Both(NamedTuple):
    key: str
    a: float
    b: float


def _shared(a: Mapping[str, object], b: Mapping[str, object]) -> Iterable[_Both]:
    for key in a.keys() & b.keys():
        left, right = number(a[key]), number(b[key])
        if left is not None and right is not None and direction(key):
            yield _Both(key, left, right)


def _chosen(shared: Sequence[_Both], measure: str | None) -> list[_Both]:
    if measure is not None:
        return [one for one in shared if measure in (one.key, _word(one.key))]
    own = [one for one in shared if one.key.startswith(_OF_THE_MODEL)] or list(shared)
    for word in _PREFERRED:
        found = [one for one in own if _word(one.key) == word]
        if found:
            return found
    return []


def _word(key: str) -> str:
    """Give the word of a measure that has a direction: ``rmse`` of ``hr_rmse``."""
    words = key.rpartition(".")[2].split("_")
    endings = ("_".join(words[index:]) for index in range(len(words)))
    return next((ending for ending in endings if ending in LOWER_IS_BETTER | HIGHER_IS_BETTER), key)


def _name(parts: Sequence[ModelMetadata]) -> str:
    return parts[0].name if parts else "nothing"
