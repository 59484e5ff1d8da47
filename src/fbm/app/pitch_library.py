"""Pitches for pipelines: all seasons at hand, prepared, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from returns.result import Result

from fbm.app.pitches import PitchError, PitchHome, fingerprint_of, prepare_data
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.ports.contextual import NoPitchesHere
from fbm.domain.ports.minors import CrosswalkSource
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import MissingSeasons, SourceError


@dataclass(frozen=True, slots=True)
class PitchLibrary:
    """Reads prepared pitches, and the crosswalk of ids.

    Attributes
    ----------
    home : PitchHome
    people : CrosswalkSource
    progress : Progress
    """

    home: PitchHome
    people: CrosswalkSource
    progress: Progress

    def pitches(self) -> Result[PitchArrays, NoPitchesHere]:
        """Give the pitches of every season at hand; `NoPitchesHere` where there are none that can be read."""
        return prepare_data(self.home, self.progress).map(lambda made: made.prepared.arrays).alt(_none)

    def fingerprint(self, season: int) -> Result[str, NoPitchesHere]:
        """Give the digest of the pitches before a season, without reading them."""
        stored = self.home.tables.stored().alt(_none)
        return stored.map(lambda held: fingerprint_of([one for one in held if one.season < season]))

    def mlbam(self) -> Result[Mapping[str, str], SourceError]:
        """Give MLBAM ids by the ids of the season tables."""
        return self.people.crosswalk().map(lambda people: people.of_players("mlbam"))


def _none(error: PitchError) -> NoPitchesHere:
    return NoPitchesHere("none are at hand" if isinstance(error, MissingSeasons) else "they cannot be read")
