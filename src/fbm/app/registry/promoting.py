"""Promoting a version: compare it with the champion and move the alias in one step that its log accounts for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.removing import LogKeeper
from fbm.app.registry.shelf import AliasHead, Shelf
from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.judging import Verdict, judge
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import VersionState

Judge = Callable[[tuple[ModelMetadata, ...], tuple[ModelMetadata, ...]], Result[Verdict, RegistryError]]


class Promotion(NamedTuple):
    """What became of a candidate.

    Attributes
    ----------
    model_type, name, alias : str
        The candidate's versioned name.
    previous : str or None
        Whom the alias pointed to before.
    verdict : Verdict or None
        How they compared, where they were compared.
    moved : bool
        Whether the alias points to the candidate because of this.
    """

    model_type: str
    name: str
    alias: str
    previous: str | None
    verdict: Verdict | None
    moved: bool


class Promoter:
    """Moves aliases on merit.

    Parameters
    ----------
    shelf : Shelf
    logs : LogKeeper
    """

    def __init__(self, shelf: Shelf, logs: LogKeeper) -> None:
        self.shelf = shelf
        self.logs = logs

    def promote(
        self, state: VersionState, alias: str, *, if_better: bool, measure: str | None
    ) -> Result[Promotion, RegistryError]:
        """Point an alias to a version; with `if_better` only if it beats whom the alias points to.

        Returns
        -------
        Result of Promotion
            `NotComparable`, and what reading gives.
        """
        release = state.release
        while True:
            head = self.shelf.alias(release.model_type, release.base_name, alias)
            if isinstance(head, Failure):
                return Failure(head.failure())
            weighed = self._weigh(state, head.unwrap(), if_better=if_better, measure=measure)
            if isinstance(weighed, Failure):
                return Failure(weighed.failure())
            done = self._move(state, alias, head.unwrap(), weighed.unwrap())
            if done is not None:
                return done

    def _weigh(
        self, state: VersionState, head: AliasHead | None, *, if_better: bool, measure: str | None
    ) -> Result[Verdict | None, RegistryError]:
        if head is None or not if_better or head.move.version == state.release.version:
            return Success(None)
        release = state.release
        champion = self.shelf.state(ReleaseKey(release.model_type, release.base_name, head.move.version))
        return champion.bind(lambda other: judge(_parts(other), _parts(state), measure).alt(_widen))

    def _move(
        self, state: VersionState, alias: str, head: AliasHead | None, verdict: Verdict | None
    ) -> Result[Promotion, RegistryError] | None:
        """Move the alias if that is called for; None when somebody else moved it meanwhile."""
        release = state.release
        name = format_versioned_name(release.base_name, release.version)
        previous = None if head is None else format_versioned_name(release.base_name, head.move.version)
        result = Promotion(release.model_type, name, alias, previous, verdict, moved=True)
        if previous == name or (verdict is not None and not verdict.better):
            return Success(result._replace(moved=False))
        moved = self.logs.move_alias_after(state, alias, head.number if head else 0, _reason(previous, verdict))
        if isinstance(moved, Failure):
            return Failure(moved.failure())
        return Success(result) if moved.unwrap() else None


def _reason(previous: str | None, verdict: Verdict | None) -> str:
    """Say for the log why the alias moved."""
    if verdict is None:
        return "promoted" if previous is None else f"promoted over {previous}"
    return (
        f"promoted over {previous}: {verdict.measure} {verdict.gain:+.2%} better on average, "
        f"in {verdict.wins} of {verdict.compared}"
    )


def _parts(state: VersionState) -> tuple[ModelMetadata, ...]:
    return tuple(state.describe(part) for part in state.release.parts)


def _widen(error: RegistryError) -> RegistryError:
    return error
