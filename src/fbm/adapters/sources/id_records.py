"""What files with ids say of people, joined with what is held of them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.seasons import FloatArray, StrArray

Record: TypeAlias = dict[str, str]
"""What is said of a person, as text; what is not said is left out."""

BIRTH: Final = ("birth_year", "birth_month", "birth_day")

PLATFORM_FACTS: Final = (*PLATFORMS, "position")
"""What only platforms tell."""

_OWNED: Final = ("player_id", "fangraphs", "bbref", "retro")
"""Ids of platforms' files that a register has too."""


def joined(registered: Iterable[Record], told: Sequence[Record], held: Sequence[Record]) -> Sequence[Record]:
    """Join a register, what platforms tell, and what is held.

    Without a register, those held stand for it. With one, its facts are the only ones of who is in it, but ids that it
    leaves open are kept, and what platforms told before where they tell nothing now.

    Parameters
    ----------
    registered : iterable of Record
        Of registers; the first that says something counts.
    told : sequence of Record
        Of platforms' files.
    held : sequence of Record
        Of the crosswalk so far.
    """
    people: dict[str, Record] = {}
    _take_in(people, registered)
    before = _renewed(held, told)
    if not people:
        _take_in(people, before)
        before = []
    known = dict(people)
    _take_in(people, _believed(told, known))
    _take_in(people, _believed(_platforms_own(before, known), known))
    return list(people.values())


def records_of(crosswalk: Crosswalk) -> list[Record]:
    """Take a crosswalk apart."""
    columns: dict[str, list[str]] = {
        "player_id": crosswalk.player_id.tolist(),
        "name": crosswalk.name.tolist(),
        "position": crosswalk.position.tolist(),
        **{field: _texts(getattr(crosswalk, field)) for field in BIRTH},
        **{maker: column.tolist() for maker, column in crosswalk.ids.items()},
    }
    rows = zip(*columns.values(), strict=True)
    return [{field: value for field, value in zip(columns, row, strict=True) if value} for row in rows]


def crosswalk_of(people: Sequence[Record]) -> Crosswalk:
    """Put a crosswalk together."""
    return Crosswalk(
        player_id=_words(people, "player_id"),
        name=_words(people, "name"),
        also=np.full(len(people), ""),
        birth_year=_numbers(people, "birth_year"),
        birth_month=_numbers(people, "birth_month"),
        birth_day=_numbers(people, "birth_day"),
        position=_words(people, "position"),
        ids={maker: _words(people, maker) for maker in (*MAKERS, *PLATFORMS)},
    )


def _take_in(people: dict[str, Record], records: Iterable[Record]) -> None:
    for record in records:
        people[_key(record)] = {**record, **people.get(_key(record), {})}


def _key(record: Record) -> str:
    return record.get("mlbam") or " ".join(record.get(maker, "") for maker in MAKERS)


def _renewed(held: Sequence[Record], told: Sequence[Record]) -> list[Record]:
    """Take out of what is held what platforms say otherwise now: of the same player, or of whose an id is."""
    taken = {(field, record[field]) for record in told for field in PLATFORMS if field in record}
    news = {_key(record): record for record in told}

    def stays(record: Record, field: str, value: str) -> bool:
        if field not in PLATFORM_FACTS:
            return True
        return field not in news.get(_key(record), {}) and (field, value) not in taken

    return [{field: value for field, value in record.items() if stays(record, field, value)} for record in held]


def _platforms_own(held: Iterable[Record], register: Mapping[str, Record]) -> list[Record]:
    """Those of whom platforms told; of whom the register knows, nothing but that."""
    ours = (*PLATFORM_FACTS, *MAKERS[:1], *_OWNED)
    return [
        {field: value for field, value in record.items() if field in ours} if _key(record) in register else record
        for record in held
        if any(platform in record for platform in PLATFORMS)
    ]


def _believed(records: Sequence[Record], register: Mapping[str, Record]) -> list[Record]:
    """Take ids out of platforms' records that the register gives to somebody else, or a known player not at all."""
    owners: dict[tuple[str, str], str] = {
        (field, person[field]): key for key, person in register.items() for field in _OWNED if field in person
    }

    def own(record: Record, field: str, value: str) -> bool:
        if field in _OWNED and owners.get((field, value), _key(record)) != _key(record):
            return False
        known = register.get(_key(record))
        return field != "player_id" or known is None or value in (known.get("player_id"), known.get("bbref"))

    return [{field: value for field, value in record.items() if own(record, field, value)} for record in records]


def _texts(numbers: FloatArray) -> list[str]:
    return [f"{number:.0f}" if number == number else "" for number in numbers.tolist()]


def _words(people: Sequence[Mapping[str, str]], field: str) -> StrArray:
    return np.array([person.get(field, "") for person in people], dtype=np.str_)


def _numbers(people: Sequence[Mapping[str, str]], field: str) -> FloatArray:
    return np.array([float(person.get(field, "nan")) for person in people], dtype=np.float64)
