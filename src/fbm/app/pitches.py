"""Bringing pitches home, and preparing them for the models that read them as a sequence."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.contextual.pitches import VOCABULARIES, PitchArrays
from fbm.domain.contextual.preparing import VERSION, prepare
from fbm.domain.ports.pitches import (
    PitchFiles,
    PitchSourceError,
    PitchStoreError,
    PitchTables,
    Prepared,
    PreparedPitches,
    StoredPitches,
)
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import MissingSeasons

PitchError: TypeAlias = PitchStoreError | PitchSourceError


@dataclass(frozen=True, slots=True)
class PitchHome:
    """Where pitches are kept: as tables, and prepared."""

    tables: PitchTables
    prepared: PreparedPitches


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was asked to be prepared.

    Attributes
    ----------
    prepared : Prepared
    tables : tuple of StoredPitches
        What it was made of.
    built : bool
        False where it was there already.
    """

    prepared: Prepared
    tables: tuple[StoredPitches, ...]
    built: bool


def import_pitches(
    files: PitchFiles, tables: PitchTables, progress: Progress, *, replace_all: bool = False
) -> Result[tuple[StoredPitches, ...], PitchError]:
    """Import pitch files of one maker: whole seasons, all of them or none.

    Returns
    -------
    Result of tuple of StoredPitches
        What was brought. A `PitchFileError` for files that are not what they claim, `MixedSources` when real pitches
        would stand beside simulated ones; nothing is changed then.
    """
    brought = tables.replace(files.source, files.seasons(progress), replace_all=replace_all)
    return brought.alt(_as_pitch_error)


def prepare_data(
    home: PitchHome, progress: Progress, seasons: Collection[int] | None = None
) -> Result[Preparation, PitchError]:
    """Prepare the pitches of some seasons, or all there are; what was prepared of the same before is found again.

    Parameters
    ----------
    home : PitchHome
    progress : Progress
        One step for each season.
    seasons : collection of int, optional
        Left out: every season at hand.

    Returns
    -------
    Result of Preparation
        `MissingSeasons` when one that was asked for, or any at all, is not at hand; `DamagedTable`.
    """
    stored = home.tables.stored().alt(_as_pitch_error).bind(lambda held: _chosen(held, seasons))
    return stored.bind(lambda chosen: _prepared(home, progress, chosen))


def fingerprint_of(tables: Sequence[StoredPitches]) -> str:
    """Digest of pitch tables, of the words and of how arrays are made of them."""
    lines = [f"{one.season} {one.source} {one.digest}" for one in tables]
    words = repr(sorted(VOCABULARIES.words.items()))
    return f"sha256:{hashlib.sha256(chr(10).join([str(VERSION), words, *lines]).encode()).hexdigest()}"


def _chosen(
    stored: Sequence[StoredPitches], seasons: Collection[int] | None
) -> Result[tuple[StoredPitches, ...], PitchError]:
    held = {one.season for one in stored}
    wanted = held if seasons is None else set(seasons)
    missing = tuple(sorted(wanted - held))
    if missing or not wanted:
        return Failure(MissingSeasons(missing, tuple(sorted(held))))
    return Success(tuple(one for one in stored if one.season in wanted))


def _prepared(
    home: PitchHome, progress: Progress, chosen: tuple[StoredPitches, ...]
) -> Result[Preparation, PitchError]:
    fingerprint = fingerprint_of(chosen)
    found = home.prepared.find(fingerprint)
    if found is not None:
        return Success(Preparation(found, chosen, built=False))
    arrays = _arrays(home.tables, progress, sorted({one.season for one in chosen}))
    kept = home.prepared.keep(fingerprint, VOCABULARIES, arrays).alt(_as_pitch_error)
    return kept.map(lambda prepared: Preparation(prepared, chosen, built=True))


def _arrays(
    tables: PitchTables, progress: Progress, seasons: Sequence[int]
) -> Iterator[Result[PitchArrays, PitchSourceError]]:
    progress.start("preparing", len(seasons))
    for season in seasons:
        yield tables.read(season).map(prepare)
        progress.advance()
    progress.finish()


def _as_pitch_error(error: PitchError) -> PitchError:
    return error
