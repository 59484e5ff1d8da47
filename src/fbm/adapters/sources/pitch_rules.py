"""What a column of a pitch file may hold, and how it becomes a column of the pitch table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

import polars as pl


class Checked(NamedTuple):
    """A column as it is kept, and where the file has something that it cannot hold."""

    values: pl.Series
    wrong: pl.Series


class Rule(Protocol):
    """Reads a column that may be text, numbers or dates."""

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        ...

    @property
    def reason(self) -> str:
        """Say why a value is refused."""
        ...


Dtype: TypeAlias = pl.DataType | type[pl.DataType]


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number between bounds, ``2`` or ``2.0``."""

    least: int
    most: int
    dtype: Dtype = pl.Int8
    needed: bool = True

    @property
    def reason(self) -> str:
        """Say why a value is refused."""
        return f"not a whole number from {self.least} to {self.most}"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        number, missing = _numbers(given)
        fits = (number == number.round()) & number.is_between(self.least, self.most)
        wrong = ~fits.fill_null(value=False) & ~(missing if not self.needed else _never(given))
        return Checked(number.set(wrong, None).cast(self.dtype), wrong)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number between bounds, or nothing."""

    least: float
    most: float

    @property
    def reason(self) -> str:
        """Say why a value is refused."""
        return f"not a number from {self.least:g} to {self.most:g}"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        number, missing = _numbers(given)
        wrong = ~number.is_between(self.least, self.most).fill_null(value=False) & ~missing
        return Checked(number.set(wrong, None).cast(pl.Float32), wrong)


@dataclass(frozen=True, slots=True)
class Occupied:
    """A runner's id, or nothing: whether the base is taken."""

    reason: str = "not a player's id"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        runner = WholeNumber(1, 99_999_999, pl.Int32, needed=False).read(given)
        return Checked(runner.values.is_not_null().cast(pl.Int8), runner.wrong)


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words, kept as its place among them."""

    words: Sequence[str]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    needed: bool = True

    @property
    def reason(self) -> str:
        """Say why a value is refused."""
        return f"none of {', '.join(self.words[:4])}" + (" …" if len(self.words) > 4 else "")

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        text = given.cast(pl.String)
        places = {word: place for place, word in enumerate(self.words)}
        places |= {other: places[word] for other, word in self.synonyms.items()}
        place = text.replace_strict(places, default=None, return_dtype=pl.Int8)
        missing = _never(given) if self.needed else text.is_null() | (text == "")
        return Checked(place, place.is_null() & ~missing.fill_null(value=True))


@dataclass(frozen=True, slots=True)
class Code:
    """One of some words, kept as its place; another short code is kept as none, for makers add codes."""

    words: Sequence[str]
    reason: str = "not a code of two letters"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        text = given.cast(pl.String)
        place = Word(self.words, needed=False).read(given).values
        wrong = ~text.str.contains(r"^([A-Z]{2})?$").fill_null(value=True)
        return Checked(place, wrong)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as text ``2021-04-01`` or as a date, kept as the number 20210401."""

    reason: str = "not a date such as 2021-04-01"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        date = given if given.dtype.is_temporal() else given.cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
        number = date.dt.year().cast(pl.Int32) * 10_000 + date.dt.month().cast(pl.Int32) * 100 + date.dt.day()
        return Checked(number.cast(pl.Int32), number.is_null())


@dataclass(frozen=True, slots=True)
class Name:
    """A game's id: text or a number."""

    reason: str = "empty"

    def read(self, given: pl.Series) -> Checked:
        """Read a column."""
        text = given.cast(pl.String)
        return Checked(text, text.is_null() | (text == ""))


def _numbers(given: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Numbers of a column, and where it has nothing; a missing value of a numeric file may be NaN."""
    if given.dtype.is_numeric():
        number = given.cast(pl.Float64).fill_nan(None)
        return number, number.is_null()
    text = given.cast(pl.String)
    number = text.cast(pl.Float64, strict=False).fill_nan(None)
    return number, text.is_null() | (text == "")


def _never(given: pl.Series) -> pl.Series:
    return pl.repeat(value=False, n=len(given), eager=True, dtype=pl.Boolean)
