"""Saved answers of MLB's Stats API as seasons of the major leagues."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from returns.result import Failure, Result, Success

from fbm.adapters.sources import majors_api as api
from fbm.adapters.sources.csv_files import RefusedFileError
from fbm.adapters.sources.major_answers import GROUPS, Answers, RefusedSeasonError, read_answers
from fbm.adapters.sources.major_schedules import scores_of
from fbm.domain.clubs import club_code
from fbm.domain.majors import ByClub, Mismatch, PlayerSeason, major_lines, mismatches
from fbm.domain.park_factors import Factors, Scores, park_factors
from fbm.domain.ports.majors import LackingAnswer, LackingPlayers, MajorFileError, MajorImport
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.projection.sheet import MLBAM
from fbm.domain.seasons import FloatArray, History, People, StrArray, Teams

PARK_SEASONS: Final = 2
"""Seasons whose games make park factors: with the last and the one before it they come nearest to Lahman's."""

HANDS: Final = {"L": "L", "R": "R", "S": "B"}
"""Hands to bat with, as Lahman writes them: the API's switch hitters bat with both."""


class MajorFiles:
    """Saved answers, named one by one or as a directory of them.

    Parameters
    ----------
    paths : sequence of Path
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)

    def players(self, progress: Progress) -> Result[Mapping[int, tuple[int, ...]], MajorFileError]:
        """Tell who has a line in each season, by MLB's number.

        Parameters
        ----------
        progress : Progress
            One step for each file.

        Returns
        -------
        Result of mapping of season to tuple of int
            `UnfinishedSeason`, `LackingAnswer` when a season's schedule, clubs or sums are not there, or as `read`.
        """
        try:
            answers = read_answers(self._paths, progress)
        except (RefusedFileError, RefusedSeasonError) as refused:
            return Failure(refused.error)
        return Success({season: answers.numbers(season) for season in answers.seasons()})

    def read(self, progress: Progress) -> Result[MajorImport, MajorFileError]:
        """Read every season of which there are sums.

        Parameters
        ----------
        progress : Progress
            One step for each file.

        Returns
        -------
        Result of MajorImport
            `MissingFile` or `BadFile` for the first thing that cannot be meant, `UnfinishedSeason`, `LackingAnswer`,
            or `LackingPlayers` for who has a sum and no line with a club.
        """
        try:
            answers = read_answers(self._paths, progress)
            return Success(_import(answers))
        except (RefusedFileError, RefusedSeasonError) as refused:
            return Failure(refused.error)


def _import(answers: Answers) -> MajorImport:
    seasons = answers.seasons()
    players = [_player(answers, season, number) for season in seasons for number in _present(answers, season)]
    scores = {season: scores_of(season, games) for season, games in answers.games.items()}
    clubs = {season: _coded(answers, season) for season in answers.leagues}
    for season in seasons:
        _check_players([player for player in players if player.season == season], clubs[season])
    lines = major_lines(players, {(season, club): clubs[season][club] for season in clubs for club in clubs[season]})
    parks = {
        season: tuple(s for s in range(season - PARK_SEASONS + 1, season + 1) if s in scores and s in clubs)
        for season in seasons
    }
    history = History(
        seasons=seasons,
        batting=lines.batting,
        pitching=lines.pitching,
        positions=lines.positions,
        people=_people([answers.people[number] for number in sorted({n for s in seasons for n in answers.numbers(s)})]),
        teams=_teams(seasons, clubs, scores, parks),
    )
    told = [one for player in players for one in mismatches(player)]
    return MajorImport(history, (*told, *_starts(history, scores)), parks)


def _check_players(players: Sequence[PlayerSeason], clubs: Collection[str]) -> None:
    """Refuse a season without fielding lines, or with a club that is not among its clubs."""
    season = players[0].season
    if not any(player.fielding for player in players):
        raise RefusedSeasonError(LackingAnswer(season, "a fielding line (group=[hitting,pitching,fielding])"))
    unknown = {club for player in players for club in player.clubs()} - set(clubs)
    if unknown:
        raise RefusedSeasonError(LackingAnswer(season, f"the team {min(unknown)}"))


def _present(answers: Answers, season: int) -> tuple[int, ...]:
    """Everybody of a season, or a failure that names those whose clubs nobody tells."""
    numbers = answers.numbers(season)
    lacking = [number for number in numbers if not _told(answers, season, number)]
    if lacking:
        raise RefusedSeasonError(LackingPlayers(season, tuple(_name(answers, season, number) for number in lacking)))
    return numbers


def _told(answers: Answers, season: int, number: int) -> bool:
    person = answers.people.get(number)
    wanted = [group for group in GROUPS if number in answers.sums[season, group]]
    return person is not None and all(_splits(person, season, group) for group in wanted)


def _name(answers: Answers, season: int, number: int) -> str:
    splits = (answers.sums[season, group].get(number) for group in GROUPS)
    names = [split.player.full_name for split in splits if split is not None and split.player is not None]
    return f"{names[0]} ({number})"


def _splits(person: api.Person, season: int, group: str) -> list[api.Split]:
    """Give a person's lines of a season with clubs of the majors, in the order in which he was with them."""
    return [
        split
        for table in person.stats
        if table.type.display_name == "yearByYear" and table.group.display_name == group
        for split in table.splits
        if split.season == season
        and split.team is not None
        and split.game_type == "R"
        and (split.sport is None or split.sport.id == api.MAJORS)
    ]


def _player(answers: Answers, season: int, number: int) -> PlayerSeason:
    person = answers.people[number]
    wholes = [answers.sums[season, group].get(number) for group in GROUPS]
    batting, pitching = (None if one is None else one.counts(group) for one, group in zip(wholes, GROUPS, strict=True))
    return PlayerSeason(
        player_id=f"{MLBAM}{number}",
        name=person.full_name,
        season=season,
        batting=_by_club(person, season, "hitting"),
        pitching=_by_club(person, season, "pitching"),
        fielding=_fielding(person, season),
        whole_batting=batting,
        whole_pitching=pitching,
    )


def _by_club(person: api.Person, season: int, group: str) -> ByClub:
    """Add lines up by club, in order: two of one club are one."""
    clubs: dict[str, Counter[str]] = {}
    for split in _splits(person, season, group):
        clubs.setdefault(_club(person, split), Counter()).update(split.counts(group))
    return {club: dict(counts) for club, counts in clubs.items()}


def _fielding(person: api.Person, season: int) -> ByClub:
    clubs: dict[str, Counter[str]] = {}
    for split in _splits(person, season, "fielding"):
        place, games = split.place(), split.stat.games or split.stat.games_played
        if place is not None and games is not None:
            clubs.setdefault(_club(person, split), Counter())[place] += games
    return {club: {place: float(games) for place, games in counts.items()} for club, counts in clubs.items()}


def _club(person: api.Person, split: api.Split) -> str:
    number = split.team.id if split.team else 0
    code = club_code(number, split.season)
    if code is None:
        where = f"people.{person.id}.team.id"
        reason = f"no major-league club of {split.season} that is known here"
        raise RefusedFileError(BadFile("people", 1, where, str(number), reason))
    return code


def _coded(answers: Answers, season: int) -> dict[str, str]:
    """Leagues by Lahman's codes of clubs."""
    return {str(club_code(number, season)): league for number, league in answers.leagues[season].items()}


def _teams(
    seasons: Iterable[int],
    clubs: Mapping[int, Mapping[str, str]],
    scores: Mapping[int, Scores],
    parks: Mapping[int, Sequence[int]],
) -> Teams:
    rows: list[tuple[int, str, str, float, Factors]] = []
    for season in seasons:
        factors = park_factors([(scores[one], clubs[one]) for one in parks[season]])
        games = scores[season].games()
        nothing = Factors(math.nan, math.nan, 0)
        rows += [(season, c, lg, games.get(c, 0), factors.get(c, nothing)) for c, lg in sorted(clubs[season].items())]
    return Teams(
        season=np.array([row[0] for row in rows], dtype=np.int64),
        team=_words(row[1] for row in rows),
        league=_words(row[2] for row in rows),
        games=_numbers(row[3] for row in rows),
        park_batting=_numbers(row[4].batting for row in rows),
        park_pitching=_numbers(row[4].pitching for row in rows),
    )


def _starts(history: History, scores: Mapping[int, Scores]) -> list[Mismatch]:
    """Hold each club's starts against its games: where a pitcher is missing, they differ."""
    found: list[Mismatch] = []
    pitching = history.pitching
    for season in history.seasons:
        for club, games in sorted(scores[season].games().items()):
            mine = (pitching.season == season) & (pitching.team == club)
            starts = float(np.nansum(pitching.counts["gs"][mine]))
            found += [Mismatch(season, club, "pitching gs", starts, games)] if starts != games else []
    return found


def _people(people: Sequence[api.Person]) -> People:
    nowhere = (math.nan, math.nan, math.nan)
    born = np.array([person.birth_date or nowhere for person in people], dtype=np.float64).reshape(-1, 3)
    died = np.array([person.death_date or nowhere for person in people], dtype=np.float64).reshape(-1, 3)
    return People(
        player_id=_words(f"{MLBAM}{person.id}" for person in people),
        name=_words(person.full_name for person in people),
        birth_year=born[:, 0],
        birth_month=born[:, 1],
        birth_day=born[:, 2],
        bats=_words(HANDS[person.bat_side.code] if person.bat_side else "" for person in people),
        throws=_words(person.pitch_hand.code if person.pitch_hand else "" for person in people),
        height=_numbers(math.nan if person.height is None else person.height for person in people),
        death_year=died[:, 0],
        death_month=died[:, 1],
        death_day=died[:, 2],
    )


def _words(values: Iterable[str]) -> StrArray:
    return np.array(list(values), dtype=np.str_)


def _numbers(values: Iterable[float]) -> FloatArray:
    return np.array(list(values), dtype=np.float64)
