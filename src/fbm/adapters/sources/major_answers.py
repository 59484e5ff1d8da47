"""Saved answers of MLB's Stats API, put together by season: what is there, and whether it makes a season."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fbm.adapters.sources import majors_api as api
from fbm.adapters.sources.csv_files import RefusedFileError
from fbm.adapters.sources.major_schedules import not_over
from fbm.domain.clubs import LEAGUES, club_code
from fbm.domain.ports.majors import LackingAnswer, MajorFileError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import BadFile, MissingFile

GROUPS: Final = ("hitting", "pitching")
"""Kinds of lines whose sums are told; fielding's are not needed."""


class RefusedSeasonError(Exception):
    """Carries a failure from the depth of a season to the one place that returns it."""

    def __init__(self, error: MajorFileError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Answers:
    """What files tell: sums by season, group and player, games and leagues by season, people by number.

    `listed` holds how many sums were told of each season and group, and of how many.
    """

    sums: dict[tuple[int, str], dict[int, api.Split]] = field(default_factory=dict)
    games: dict[int, list[api.Game]] = field(default_factory=dict)
    leagues: dict[int, dict[int, str]] = field(default_factory=dict)
    people: dict[int, api.Person] = field(default_factory=dict)
    listed: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def seasons(self) -> tuple[int, ...]:
        """Seasons of which there are sums."""
        return tuple(sorted({season for season, _ in self.sums}))

    def numbers(self, season: int) -> tuple[int, ...]:
        """Everybody who has a line in a season."""
        return tuple(sorted({number for group in GROUPS for number in self.sums.get((season, group), {})}))


def read_answers(paths: Sequence[Path], progress: Progress) -> Answers:
    """Read files and directories of them; seasons that cannot be whole are refused.

    Raises
    ------
    RefusedFileError
        As `fbm.adapters.sources.majors_api.read_answer`.
    RefusedSeasonError
        With `UnfinishedSeason`, or `LackingAnswer` when a season's schedule, clubs or sums are not there.
    """
    files = [file for path in paths for file in _files(path)]
    answers = Answers()
    progress.start("reading", len(files))
    for file in files:
        _take_in(answers, file)
        progress.advance()
    progress.finish()
    _check(answers)
    return answers


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if ".json" in file.suffixes)
    if not found:
        raise RefusedFileError(MissingFile("*.json", str(path)))
    return found


def _take_in(answers: Answers, file: Path) -> None:
    match api.read_answer(file):
        case api.Sums(stats=groups):
            for group in groups:
                _take_in_sums(answers, file, group)
        case api.Schedule() as schedule:
            _take_in_schedule(answers, schedule)
        case api.Clubs(teams=clubs):
            _take_in_clubs(answers, clubs)
        case api.People(people=people):
            for person in people:
                _take_in_person(answers, person)


def _take_in_schedule(answers: Answers, schedule: api.Schedule) -> None:
    """Keep games; a schedule that lists fewer than it counts was cut."""
    if schedule.lacking:
        season = schedule.games[0].season if schedule.games else None
        raise RefusedSeasonError(LackingAnswer(season, f"{schedule.lacking} of {schedule.total_games} games"))
    for game in schedule.games:
        answers.games.setdefault(game.season, []).append(game)


def _take_in_person(answers: Answers, person: api.Person) -> None:
    """Keep who somebody is; of two answers, the one that tells of more."""
    held = answers.people.get(person.id)
    if held is None or person.lines >= held.lines:
        answers.people[person.id] = person


def _take_in_clubs(answers: Answers, clubs: Sequence[api.Club]) -> None:
    """Keep the leagues of clubs; all-stars are no club."""
    for club in clubs:
        league = LEAGUES.get(club.league.id) if club.league else None
        if league is not None and club_code(club.id, club.season) is not None:
            answers.leagues.setdefault(club.season, {})[club.id] = league


def _take_in_sums(answers: Answers, file: Path, group: api.Group) -> None:
    """Keep each player's sum of the regular season; where his clubs stand beside it, it has the most games."""
    if group.splits:
        key = (group.splits[0].season, group.group.display_name)
        told, of = answers.listed.get(key, (0, 0))
        answers.listed[key] = (told + len(group.splits), max(of, group.total_splits or 0))
    for row, split in enumerate(group.splits):
        if split.game_type != "R":
            continue
        if split.sport is None or split.sport.id != api.MAJORS or split.player is None:
            value = "" if split.sport is None else str(split.sport.id)
            raise RefusedFileError(BadFile(file.name, 1, f"splits.{row}.sport.id", value, "not the major leagues"))
        held = answers.sums.setdefault((split.season, group.group.display_name), {})
        before = held.get(split.player.id)
        if before is None or (before.stat.games_played or 0) < (split.stat.games_played or 0):
            held[split.player.id] = split


def _check(answers: Answers) -> None:
    """Refuse seasons that are not over, or of which an answer is not there."""
    if not answers.seasons():
        raise RefusedSeasonError(LackingAnswer(None, "the sums (stats=season&sportId=1)"))
    for season in answers.seasons():
        lacking = [f"the sums of {group}" for group in GROUPS if not answers.sums.get((season, group))]
        lacking += [
            f"{of - told} of {of} sums of {group}"
            for group, (told, of) in ((group, answers.listed.get((season, group), (0, 0))) for group in GROUPS)
            if told < of
        ]
        lacking += ["the schedule"] if season not in answers.games else []
        lacking += ["the teams"] if season not in answers.leagues else []
        if lacking:
            raise RefusedSeasonError(LackingAnswer(season, lacking[0]))
        unfinished = not_over(season, answers.games[season])
        if unfinished is not None:
            raise RefusedSeasonError(unfinished)
