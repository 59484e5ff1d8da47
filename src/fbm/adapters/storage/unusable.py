"""A place that no storage is known for: every operation says so, so that opening one stays free of failures."""

from __future__ import annotations

from returns.result import Failure, Result

from fbm.domain.ports.storage import Entry, GetError, PutError, StorageFailure


class UnusableStorage:
    """Fails at everything with the same reason.

    Parameters
    ----------
    place : str
    reason : str
    """

    is_remote = False

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self._failure = StorageFailure(place, "opening", reason)

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)

    def stamp(self, prefix: str) -> str | None:  # noqa: ARG002  # the port's arguments
        """Tell nothing."""
        return None

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)

    def delete(self, key: str) -> Result[None, GetError]:  # noqa: ARG002  # the port's arguments
        """Fail."""
        return Failure(self._failure)
