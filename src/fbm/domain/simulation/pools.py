"""Everybody who ever tried to make the league: when he was born, when he came, and what he can do.

Shapes: n players, t seasons (years before the first one included, in which the league settles), k traits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray, People
from fbm.domain.simulation.names import invent_names, player_ids
from fbm.domain.simulation.traits import Trait, draw_paths

SETTLING: Final = 18
"""Seasons played before the first one that counts."""

ENTRY_AGES: Final = (np.arange(20, 27), np.array([0.03, 0.09, 0.17, 0.24, 0.23, 0.15, 0.09]))
OPENING_AGES: Final = (20, 34)
"""Ages of those who are there when the settling begins."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates of one kind.

    Attributes
    ----------
    birth_year : int64, shape (n,)
    entry : int64, shape (n,)
        Index of the first season in which he can be picked.
    age : float64, shape (n, t)
        On 30 June.
    traits : sequence of Trait, length k
    paths : float64, shape (n, t, k)
        Log-odds of his traits.
    """

    birth_year: IntArray
    entry: IntArray
    age: FloatArray
    traits: Sequence[Trait]
    paths: FloatArray

    def __len__(self) -> int:
        return len(self.entry)

    def trait(self, name: str) -> FloatArray:
        """Log-odds of one trait, shape (n, t)."""
        return self.paths[:, :, self.column(name)]

    def column(self, name: str) -> int:
        """Place of a trait."""
        return [trait.name for trait in self.traits].index(name)


def draw_pool(
    rng: np.random.Generator,
    traits: Sequence[Trait],
    correlations: Mapping[tuple[str, str], float],
    *,
    seasons: Sequence[int],
    yearly: int,
) -> Pool:
    """Draw candidates: an opening stock, and `yearly` new ones in every season, the settling included."""
    years = np.arange(seasons[0] - SETTLING, seasons[-1] + 1)
    stock = yearly * 6
    entry = np.concatenate([np.zeros(stock, dtype=np.int64), np.repeat(np.arange(1, len(years)), yearly)])
    opening = rng.integers(*OPENING_AGES, stock, endpoint=True)
    rookies = rng.choice(ENTRY_AGES[0], len(entry) - stock, p=ENTRY_AGES[1])
    birth_year = years[entry] - np.concatenate([opening, rookies])
    age = (years[None, :] - birth_year[:, None]).astype(np.float64)
    return Pool(birth_year, entry, age, traits, draw_paths(rng, traits, correlations, age))


def draw_young(
    rng: np.random.Generator, pool: Pool, correlations: Mapping[tuple[str, str], float], *, yearly: int, years: int
) -> Pool:
    """Draw those whose first chance comes after the last season: in the minors they are there already.

    Parameters
    ----------
    rng : Generator
    pool : Pool
        The others of their kind.
    correlations : mapping of two trait names to float
    yearly, years : int
        `yearly` of them for each of so many years.
    """
    seasons = pool.age.shape[1]
    entry = seasons + np.repeat(np.arange(years), yearly)
    age_then = rng.choice(ENTRY_AGES[0], len(entry), p=ENTRY_AGES[1])
    age = (age_then[:, None] - entry[:, None] + np.arange(seasons)[None, :]).astype(np.float64)
    first_year = int(pool.birth_year[0] + pool.age[0, 0])
    paths = draw_paths(rng, pool.traits, correlations, age)
    return Pool(first_year + entry - age_then, entry, age, pool.traits, paths)


def joined_pools(first: Pool, second: Pool) -> Pool:
    """Put the candidates of one kind together."""
    columns = ((getattr(first, name), getattr(second, name)) for name in ("birth_year", "entry", "age"))
    birth_year, entry, age = (np.concatenate(pair) for pair in columns)
    return Pool(birth_year, entry, age, first.traits, np.concatenate([first.paths, second.paths]))


def draw_newcomers(rng: np.random.Generator, people: People, birth_year: IntArray) -> People:
    """Invent people besides some that are there already; nobody gets the id of anybody else."""
    newcomers = draw_people(rng, birth_year)
    names = [name.split(" ", 1) for name in np.concatenate([people.name, newcomers.name]).tolist()]
    given, family = (np.array([pair[at] for pair in names], dtype=np.str_) for at in (0, 1))
    return replace(newcomers, player_id=player_ids(given, family)[len(people) :])


def draw_people(rng: np.random.Generator, birth_year: IntArray) -> People:
    """Invent who the players are."""
    n = len(birth_year)
    given, family = invent_names(rng, n)
    throws = rng.choice(np.array(["R", "L"]), n, p=[0.75, 0.25])
    return People(
        player_id=player_ids(given, family),
        name=np.array([f"{a} {b}" for a, b in zip(given.tolist(), family.tolist(), strict=True)], dtype=np.str_),
        birth_year=birth_year.astype(np.float64),
        birth_month=rng.integers(1, 13, n).astype(np.float64),
        birth_day=rng.integers(1, 29, n).astype(np.float64),
        bats=np.where(rng.random(n) < 0.1, "B", np.where(rng.random(n) < 0.3, "L", "R")),
        throws=throws,
        height=np.full(n, np.nan),
        death_year=np.full(n, np.nan),
        death_month=np.full(n, np.nan),
        death_day=np.full(n, np.nan),
    )
