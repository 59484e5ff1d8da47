"""Sentences for what can go wrong with plays."""

from __future__ import annotations

from fbm.app.cli.failures.pitches import APART, about_pitches
from fbm.app.cli.output import Complaint
from fbm.app.relief import ReliefError
from fbm.domain.ports.pitches import OtherTable
from fbm.domain.ports.relief import NobodyKnown, NoPlays
from fbm.domain.ports.season_tables import MixedSources


def about_relief(error: ReliefError) -> Complaint:
    """Say what is wrong with an import of plays."""
    match error:
        case OtherTable(file, holds):
            return Complaint(f"{file} holds {holds}, the others plays: name the files of one kind ({APART}).")
        case NoPlays(files):
            return Complaint(f"No play is in {', '.join(files) or 'no file'}: nothing was imported.")
        case NobodyKnown(pitchers):
            return Complaint(
                f"None of the {pitchers} pitchers is in the crosswalk of ids: `fbm data import ids FILE…` first, with "
                "a table that has Retrosheet's ids; nothing was imported."
            )
        case MixedSources():
            return Complaint("This home holds a simulated league, and real plays beside it would make no careers.")
        case _:
            return about_pitches(error)
