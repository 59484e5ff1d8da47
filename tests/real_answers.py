"""A real season as answers of MLB's Stats API: Lahman's 2022, and the games of Retrosheet's plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final
from urllib.parse import parse_qs, urlsplit

import polars as pl

from tests.major_answers import (
    HITTING,
    NUMBERS,
    PITCHING,
    Json,
    Score,
    batted,
    fielded,
    game,
    line,
    people,
    person,
    pitched,
    schedule,
    sums,
    teams,
)
from tests.real_data import data_file
from tests.real_games import lahman_teams, real_games

Record = Mapping[str, str]

LAHMANS: Final = {"doubles": "2B", "triples": "3B", "bf": "BFP", "outs": "IPouts"}
PLACES: Final = ("p", "c", "1b", "2b", "3b", "ss", "lf", "cf", "rf", "of", "dh")
NOT_LAHMANS: Final = ("hld", "bs")


def _rows(*words: str, season: int | None = None) -> list[dict[str, str]]:
    path = data_file(*words)
    assert path is not None
    frame = pl.read_csv(path, infer_schema_length=0).fill_null("")
    return (frame if season is None else frame.filter(pl.col("yearID") == str(season))).to_dicts()


class RealApi:
    """Answers of a season; schedules and teams also of the season before it.

    Parameters
    ----------
    season : int
    """

    def __init__(self, season: int) -> None:
        self.season = season
        self.numbers = {row["lahman_playerID"]: int(row["key_mlbam"]) for row in _rows("ids", "player_ids.csv.gz")}
        self._people = {row["playerID"]: row for row in _rows("lahman", "People.csv")}
        self._batting = self._by_player(_rows("lahman", "Batting.csv", season=season))
        self._pitching = self._by_player(_rows("lahman", "Pitching.csv", season=season))
        self._places = self._by_player(_rows("lahman", "Appearances.csv", season=season))

    @cached_property
    def everybody(self) -> dict[int, str]:
        """Lahman's ids of the season's players by MLB's number."""
        return {self.numbers[player]: player for player in self._batting}

    def files(self) -> dict[str, Json]:
        """All of the season's answers, by the names of files."""
        seasons = (self.season - 1, self.season)
        return {
            **{f"teams_{season}.json": self.teams(season) for season in seasons},
            **{f"schedule_{season}.json": self.schedule(season) for season in seasons},
            **{f"{group}.json": self.sums(group) for group in ("hitting", "pitching")},
            "people.json": self.people(sorted(self.everybody)),
        }

    def answer(self, url: str) -> Json:
        """Answer a request."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        match urlsplit(url).path.rsplit("/", 1)[1]:
            case "teams":
                return self.teams(int(asked["season"]))
            case "schedule":
                return self.schedule(int(asked["season"]))
            case "stats":
                return self.sums(asked["group"])
            case _:
                return self.people([int(number) for number in asked["personIds"].split(",")])

    def teams(self, season: int) -> Json:
        """Clubs with their leagues."""
        return teams(season, {NUMBERS[code]: row["lgID"] for code, row in lahman_teams(season).items()})

    def schedule(self, season: int) -> Json:
        """Every game; one of them was postponed first."""
        games = [
            game(season, number, Score(day, NUMBERS[home], NUMBERS[away], scored, allowed))
            for number, (day, home, away, scored, allowed) in enumerate(real_games(season), 1)
        ]
        day, home, away, *_ = real_games(season)[80]
        moved = game(season, 81, Score("2000-04-01", NUMBERS[home], NUMBERS[away], 0, 0), code="D")
        assert day > moved["officialDate"]
        return schedule([*games, moved])

    def sums(self, group: str) -> Json:
        """Everybody's sum."""
        of_group = self._hitting if group == "hitting" else self._mound
        told = ((number, self._name(player), of_group(player)) for number, player in sorted(self.everybody.items()))
        figures = batted if group == "hitting" else pitched
        rows = [(number, name, figures(**_added(lines))) for number, name, lines in told if lines]
        return sums(self.season, group, rows)

    def people(self, numbers: Sequence[int]) -> Json:
        """Players with their lines."""
        return people(*(self._person(number, self.everybody[number]) for number in numbers))

    def _person(self, number: int, player: str) -> Json:
        told = self._people[player]
        height = int(told["height"] or 72)
        groups: dict[str, list[Json]] = {
            "hitting": self._splits(self._hitting(player), batted),
            "fielding": self._fielding(player),
            "pitching": self._splits(self._mound(player), pitched),
        }
        facts: Json = {
            "birthDate": _day(told, "birth"),
            "height": f"{height // 12}' {height % 12}\"",
            "batSide": {"code": {"B": "S"}.get(told["bats"], told["bats"])},
            "pitchHand": {"code": told["throws"]},
            **({"deathDate": _day(told, "death")} if told["deathYear"] else {}),
        }
        return person(number, self._name(player), {name: rows for name, rows in groups.items() if rows}, **facts)

    def _splits(self, lines: Mapping[str, dict[str, float]], figures: Callable[..., Json]) -> list[Json]:
        """Lines in order, and before them their sum where there are several."""
        told = [line(self.season, figures(**counts), NUMBERS[club]) for club, counts in lines.items()]
        whole = [line(self.season, figures(**_added(lines)), clubs=len(told))] if len(told) > 1 else []
        return [*whole, *told]

    def _hitting(self, player: str) -> dict[str, dict[str, float]]:
        """Batting lines by club; pitchers who never came to bat have none."""
        lines = _by_club(self._batting[player], tuple(HITTING))
        return {
            club: counts
            for club, counts in lines.items()
            if not self._only_pitched(player, club) or any(value for stat, value in counts.items() if stat != "g")
        }

    def _only_pitched(self, player: str, club: str) -> bool:
        """Tell whether everything he did for a club was to pitch."""
        games = {row["teamID"]: row for row in self._places[player]}[club]
        mound = {row["teamID"]: row["G"] for row in self._pitching.get(player, [])}
        return mound.get(club) == games["G_all"]

    def _mound(self, player: str) -> dict[str, dict[str, float]]:
        """Pitching lines by club."""
        wanted = [*(stat for stat in PITCHING if stat not in NOT_LAHMANS), "outs"]
        return _by_club(self._pitching.get(player, []), wanted)

    def _fielding(self, player: str) -> list[Json]:
        clubs = {row["teamID"]: row for row in self._places[player]}
        ordered = dict.fromkeys(row["teamID"] for row in self._batting[player])
        return [
            line(self.season, fielded(place, int(clubs[club][f"G_{place}"])), NUMBERS[club])
            for club in ordered
            for place in PLACES
            if int(clubs[club][f"G_{place}"] or 0)
        ]

    def _name(self, player: str) -> str:
        return f"{self._people[player]['nameFirst']} {self._people[player]['nameLast']}"

    @staticmethod
    def _by_player(rows: Sequence[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for row in sorted(rows, key=lambda row: int(row.get("stint", 1))):
            found.setdefault(row["playerID"], []).append(row)
        return found


def _day(told: Record, what: str) -> str:
    return f"{told[f'{what}Year']}-{int(told[f'{what}Month']):02}-{int(told[f'{what}Day']):02}"


def _by_club(rows: Sequence[Record], stats: Sequence[str]) -> dict[str, dict[str, float]]:
    """Lines by club, in order; who came back to one has one line of it."""
    clubs = list(dict.fromkeys(row["teamID"] for row in rows))
    mine = {club: [_counts(row, stats) for row in rows if row["teamID"] == club] for club in clubs}
    return {club: {stat: sum(counts[stat] for counts in told) for stat in stats} for club, told in mine.items()}


def _counts(row: Record, stats: Sequence[str]) -> dict[str, float]:
    return {stat: float(row[LAHMANS.get(stat, stat.upper())]) for stat in stats}


def _added(lines: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    every = list(lines.values())
    return {stat: sum(counts[stat] for counts in every) for stat in every[0]} if every else {}
