"""What was read of a registry's records before, so that a listing need not read them all again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from fbm.domain.registry.release import AliasMove, Note, Release, Removal

    RecordValue: TypeAlias = Release | Removal | AliasMove | Note


class Indexed(NamedTuple):
    """A record as it was read, and the mark its key had then.

    Attributes
    ----------
    mark : str
        As a listing shows it; under another mark the record is read again.
    value : Release, Removal, AliasMove or Note
    """

    mark: str
    value: RecordValue


class RecordIndex(Protocol):
    """Derived, and deletable at any time: the records are the truth."""

    def read(self) -> Mapping[str, Indexed]:
        """Give what is remembered by key; nothing when there is nothing that can be trusted."""
        ...

    def write(self, records: Mapping[str, Indexed]) -> None:
        """Remember; where that cannot be done, the next listing takes longer and nothing else happens."""
        ...
