"""Asking an object store: every request goes through one door, and comes back as an answer or a refusal."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from returns.result import Failure, Result, Success

from fbm.adapters.storage.refusals import Kind, Refusal, refusal

if TYPE_CHECKING:
    from obstore import Attributes, GetOptions, GetResult, ListResult, ListStream, ObjectMeta, PutMode, PutResult

Answer = TypeVar("Answer")

ANSWER_S: Final = 3.0
"""Seconds to wait for an answer to a small request."""

_FORKED: Final = "this process was forked from one that has used an object store: start it afresh (spawn)"
_UNCONFIGURED: Final = "the environment does not say how to open it, or not in words that can be understood"

_awake_in: set[int] = set()
"""Processes in which the library has run. Its threads do not survive a fork: a request would wait for ever."""


class Objects(Protocol):
    """What is asked of a store of the library."""

    def put(
        self,
        path: str,
        file: bytes,
        *,
        attributes: Attributes | None = None,
        mode: PutMode | None = None,
        use_multipart: bool | None = None,
    ) -> PutResult:
        """Write an object."""
        ...

    def get(self, path: str, *, options: GetOptions | None = None) -> GetResult:
        """Open an object."""
        ...

    def list(self, prefix: str | None = None, *, chunk_size: int = 50) -> ListStream[Sequence[ObjectMeta]]:
        """List objects below a prefix."""
        ...

    def list_with_delimiter(self, prefix: str | None = None) -> ListResult[Sequence[ObjectMeta]]:
        """List what stands directly below a prefix."""
        ...

    def delete(self, paths: str) -> None:
        """Delete an object."""
        ...


class ObjectClient:
    """One bucket, asked politely.

    Parameters
    ----------
    open_store : function
        Opens a store of the library that waits so many seconds for an answer; raises `ValueError` with a short reason
        when the environment cannot be used.
    """

    def __init__(self, open_store: Callable[[float], Objects]) -> None:
        self._open_store = open_store
        self._stores: dict[float, Objects] = {}

    def ask(self, request: Callable[[Objects], Answer], patience_s: float = ANSWER_S) -> Result[Answer, Refusal]:
        """Ask, waiting so many seconds for an answer."""
        from obstore.exceptions import BaseError

        if _awake_in and os.getpid() not in _awake_in:
            return Failure(Refusal(Kind.CLEAR, _FORKED))
        try:
            store = self._store(patience_s)
        except ValueError as error:
            return Failure(Refusal(Kind.CLEAR, str(error)))
        except BaseError:
            # The library's words could repeat what stands in the environment.
            return Failure(Refusal(Kind.CLEAR, _UNCONFIGURED))
        _awake_in.add(os.getpid())
        try:
            return Success(request(store))
        except (BaseError, FileNotFoundError) as error:
            return Failure(refusal(error))

    def _store(self, patience_s: float) -> Objects:
        store = self._stores.get(patience_s)
        if store is None:
            self._stores[patience_s] = store = self._open_store(patience_s)
        return store
