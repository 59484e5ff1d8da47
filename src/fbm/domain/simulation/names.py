"""Invented people: names made of syllables, ids in Lahman's style. Nobody who ever played is meant."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from fbm.domain.seasons import StrArray

GIVEN: Final = (
    ("Al", "Ben", "Cor", "Dar", "El", "Fen", "Gar", "Har", "Jor", "Kel", "Lan", "Mar", "Nor", "Per", "Ray", "Tor"),
    ("an", "by", "den", "dro", "el", "in", "ick", "lo", "mon", "ny", "ro", "son", "ton", "vin"),
)
FAMILY: Final = (
    ("Ash", "Bar", "Cald", "Dorn", "Elk", "Fair", "Gran", "Hol", "Ing", "Kes", "Lor", "Mal", "Nav", "Or", "Pell"),
    ("a", "en", "er", "i", "ing", "o", "ow", "um"),
    ("berg", "by", "cott", "dez", "ford", "gart", "hoff", "lino", "man", "mere", "rano", "sley", "tado", "wick"),
)


def invent_names(rng: np.random.Generator, n: int) -> tuple[StrArray, StrArray]:
    """Invent given and family names.

    Returns
    -------
    str, shape (n,), twice
    """
    return _from_syllables(rng, GIVEN, n), _from_syllables(rng, FAMILY, n)


def player_ids(given: StrArray, family: StrArray) -> StrArray:
    """Ids in Lahman's style: five letters of the family name, two of the given, a running number.

    >>> player_ids(np.array(["Marlo", "Marin"]), np.array(["Ashenby", "Ashenby"])).tolist()
    ['ashenma01', 'ashenma02']
    """
    seen: Counter[str] = Counter()
    ids = []
    for first, last in zip(given.tolist(), family.tolist(), strict=True):
        stem = f"{last[:5]}{first[:2]}".lower()
        seen[stem] += 1
        ids.append(f"{stem}{seen[stem]:02d}")
    return np.array(ids, dtype=np.str_)


def _from_syllables(rng: np.random.Generator, syllables: tuple[tuple[str, ...], ...], n: int) -> StrArray:
    parts = [rng.choice(np.array(choices), n).tolist() for choices in syllables]
    return np.array(["".join(words) for words in zip(*parts, strict=True)], dtype=np.str_)
