"""Kinds of model from other packages: entry points in the group `fbm.model_kinds`.

An entry point names a function without arguments that gives a `Kind`. They are looked up when somebody asks for a type
that is not one of our own, or for all of them: a listing should not wait for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from fbm.app.registry.kinds import Kind

GROUP = "fbm.model_kinds"


class PluggedKinds(Mapping[str, Kind]):
    """Our own kinds, and those of installed packages under their own names.

    Parameters
    ----------
    own : mapping of str to Kind
        These win: no package can take the place of one of them.
    """

    def __init__(self, own: Mapping[str, Kind]) -> None:
        self._own = own

    def __getitem__(self, model_type: str) -> Kind:
        own = self._own.get(model_type)
        return self._all[model_type] if own is None else own

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, Kind]:
        from importlib.metadata import entry_points

        found: dict[str, Kind] = dict(self._own)
        for entry in sorted(entry_points(group=GROUP), key=lambda point: point.name):
            kind = entry.load()()
            if not isinstance(kind, Kind) or kind.model_type != entry.name:
                raise ValueError(f"the entry point {entry.name} of {GROUP} gives no kind of that name")
            found.setdefault(kind.model_type, kind)
        return found
