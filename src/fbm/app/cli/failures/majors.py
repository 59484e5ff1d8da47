"""Sentences for what can go wrong with seasons of MLB's Stats API."""

from __future__ import annotations

from fbm.app.cli.failures.data import about_data
from fbm.app.cli.failures.downloads import about_download
from fbm.app.cli.output import Complaint, listed
from fbm.app.downloading import Stopped
from fbm.app.majors_data import MajorDownloadError, MajorsError
from fbm.domain.ids import format_seasons
from fbm.domain.ports.majors import LackingAnswer, LackingPlayers, UnfinishedSeason
from fbm.domain.ports.season_tables import HeldSeasons


def about_majors(error: MajorsError) -> Complaint:
    """Say what is wrong with an import of major-league seasons."""
    match error:
        case UnfinishedSeason(season, played, to_play):
            return Complaint(
                f"Season {season} is not over ({played:,} games played, {to_play:,} to come), and half a "
                "season would pass for a whole one: come back when it is. Nothing was imported."
            )
        case LackingPlayers(season, names):
            return Complaint(
                f"No line with a club is told of {len(names):,} who played in {season} ({listed(names, most=3)}): add "
                "the answers about them. Nothing was imported."
            )
        case LackingAnswer(None, what):
            return Complaint(f"None of the files has {what}: nothing was imported.")
        case LackingAnswer(season, what):
            return Complaint(f"The files lack {what} of {season}: nothing was imported.")
        case HeldSeasons(seasons, source, offered):
            return Complaint(
                f"Seasons {format_seasons(seasons)} are held from {source}, and {offered} does not take their place "
                "unless told to: name others, or give --over-lahman. Nothing was imported."
            )
        case _:
            return about_data(error)


def about_major_download(error: MajorDownloadError) -> Complaint:
    """Say what stopped the download of major-league seasons."""
    return about_download(error) if isinstance(error, Stopped) else about_majors(error)
