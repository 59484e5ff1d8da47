"""The earlier system's model directories, from outside: files, and readers of what is in them that run nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.ports.serializers import RefusedPayload
from fbm.domain.ports.storage import StorageFailure


class LegacyFile(NamedTuple):
    """A file of a root: its path from there, and when it was changed last, as records write times."""

    path: str
    modified_at: str


class LegacyRoot(Protocol):
    """A directory of models; nothing in it is ever changed."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    def files(self) -> Result[tuple[LegacyFile, ...], StorageFailure]:
        """List the regular files of the root and of its folders `mtl`, `mle` and `contextual`."""
        ...

    def read(self, path: str) -> Result[bytes, StorageFailure]:
        """Read a file whole; what is too large or a link is refused."""
        ...


class LegacyReader(Protocol):
    """Reads what the earlier system wrote."""

    def sidecar(self, data: bytes) -> Result[Mapping[str, object], RefusedPayload]:
        """Read a sidecar of any age."""
        ...

    def boosters(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Read boosters as params: `player_type`, `stats`, `feature_names`, `texts` and `hyperparameters` by stat."""
        ...

    def network(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Read a network's or optimizer's file as plain data and tensors."""
        ...

    def objection(self, texts: Sequence[tuple[str, int]]) -> str | None:
        """Say what is wrong with model texts of so many features each; None when nothing is."""
        ...
