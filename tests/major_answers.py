"""Answers of MLB's Stats API in its own format: pieces made by hand, and a small season of two clubs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

Json = dict[str, Any]

HITTING: Final = {
    "g": "gamesPlayed", "ab": "atBats", "r": "runs", "h": "hits", "doubles": "doubles", "triples": "triples",
    "hr": "homeRuns", "rbi": "rbi", "sb": "stolenBases", "cs": "caughtStealing", "bb": "baseOnBalls",
    "so": "strikeOuts", "ibb": "intentionalWalks", "hbp": "hitByPitch", "sh": "sacBunts", "sf": "sacFlies",
    "gidp": "groundIntoDoublePlay",
}  # fmt: skip
PITCHING: Final = {
    "w": "wins", "l": "losses", "g": "gamesPlayed", "gs": "gamesStarted", "cg": "completeGames", "sho": "shutouts",
    "sv": "saves", "hld": "holds", "bs": "blownSaves", "h": "hits", "r": "runs", "er": "earnedRuns", "hr": "homeRuns",
    "bb": "baseOnBalls", "so": "strikeOuts", "ibb": "intentionalWalks", "hbp": "hitBatsmen", "wp": "wildPitches",
    "bk": "balks", "bf": "battersFaced", "gf": "gamesFinished",
}  # fmt: skip

CODES: Final = {
    108: "LAA", 109: "ARI", 110: "BAL", 111: "BOS", 112: "CHN", 113: "CIN", 114: "CLE", 115: "COL", 116: "DET",
    117: "HOU", 118: "KCA", 119: "LAN", 120: "WAS", 121: "NYN", 133: "OAK", 134: "PIT", 135: "SDN", 136: "SEA",
    137: "SFN", 138: "SLN", 139: "TBA", 140: "TEX", 141: "TOR", 142: "MIN", 143: "PHI", 144: "ATL", 145: "CHA",
    146: "MIA", 147: "NYA", 158: "MIL",
}  # fmt: skip
"""Clubs of 2022."""

NUMBERS: Final = {code: number for number, code in CODES.items()}
LEAGUES: Final = {"AL": 103, "NL": 104}


def batted(**counts: float) -> Json:
    """Figures of a hitting line, by the names of the season tables."""
    told = {HITTING[stat]: int(value) for stat, value in counts.items()}
    pa = sum(counts.get(stat, 0) for stat in ("ab", "bb", "hbp", "sh", "sf"))
    return {**told, "plateAppearances": int(pa), "avg": ".250", "babip": ".---"}


def pitched(**counts: float) -> Json:
    """Figures of a pitching line."""
    outs = int(counts.pop("outs"))
    told = {PITCHING[stat]: int(value) for stat, value in counts.items()}
    return {**told, "inningsPitched": f"{outs // 3}.{outs % 3}", "era": "-.--", "saveOpportunities": 0}


def fielded(place: str, games: int) -> Json:
    """Figures of a fielding line."""
    code = {"p": "1", "dh": "10", "of": "O"}.get(place, "6")
    position = {"code": code, "name": "Somewhere", "type": "Infielder", "abbreviation": place.upper()}
    return {"assists": 1, "fielding": "1.000", "position": position, "innings": f"{games}.1", "games": games}


def line(season: int, stat: Json, team: int | None = None, league: int = 103, clubs: int = 2) -> Json:
    """A line of a season as people have it; without a team the sum of several clubs."""
    sport = {"id": 1, "link": "/api/v1/sports/1", "abbreviation": "MLB"}
    if team is None:
        return {"season": str(season), "stat": stat, "sport": sport, "gameType": "R", "numTeams": clubs}
    return {
        "season": str(season),
        "stat": stat,
        "team": {"id": team, "name": CODES.get(team, "?"), "link": f"/api/v1/teams/{team}"},
        "league": {"id": league, "name": "American League", "link": f"/api/v1/league/{league}"},
        "sport": sport,
        "gameType": "R",
    }


def person(number: int, name: str, groups: Mapping[str, Sequence[Json]], **facts: object) -> Json:
    """Somebody with the lines of every season."""
    stats = [
        {"type": {"displayName": "yearByYear"}, "group": {"displayName": group}, "exemptions": [], "splits": list(rows)}
        for group, rows in groups.items()
    ]
    return {
        "id": number,
        "fullName": name,
        "link": f"/api/v1/people/{number}",
        "birthDate": "1995-04-09",
        "height": "6' 2\"",
        "weight": 210,
        "active": True,
        "batSide": {"code": "R", "description": "Right"},
        "pitchHand": {"code": "R", "description": "Right"},
        "primaryPosition": {"code": "6", "abbreviation": "SS"},
        "stats": stats,
        **facts,
    }


def people(*everybody: Json) -> Json:
    """An answer about people."""
    return {"copyright": "…", "people": list(everybody)}


def sums(season: int, group: str, lines: Iterable[tuple[int, str, Json]], team: int = 147) -> Json:
    """Everybody's sum of a season; it names the last club."""
    splits = [
        {
            **line(season, stat, team),
            "player": {"id": number, "fullName": name, "link": f"/api/v1/people/{number}"},
            "position": {"code": "6", "abbreviation": "SS"},
            "rank": rank,
        }
        for rank, (number, name, stat) in enumerate(lines, 1)
    ]
    table = {"type": {"displayName": "season"}, "group": {"displayName": group}, "totalSplits": len(splits)}
    return {"copyright": "…", "stats": [{**table, "splits": splits}]}


class Score(NamedTuple):
    """A game: day, clubs by number, final score."""

    day: str
    home: int
    away: int
    home_runs: int
    away_runs: int


def game(season: int, number: int, score: Score, code: str = "F") -> Json:
    """A game of a schedule."""
    sides: Json = {
        "away": {"score": score.away_runs, "team": {"id": score.away, "name": "?"}, "isWinner": False},
        "home": {"score": score.home_runs, "team": {"id": score.home, "name": "?"}, "isWinner": True},
    }
    if code != "F":
        sides = {side: {"team": told["team"]} for side, told in sides.items()}
    return {
        "gamePk": number,
        "gameType": "R",
        "season": str(season),
        "officialDate": score.day,
        "status": {"abstractGameState": "Final", "codedGameState": code, "detailedState": "Final", "statusCode": code},
        "teams": sides,
        "venue": {"id": score.home + 1000, "name": "A park"},
    }


def schedule(games: Iterable[Json]) -> Json:
    """A schedule, all on one page."""
    listed = list(games)
    days: dict[str, list[Json]] = {}
    for one in listed:
        days.setdefault(one["officialDate"], []).append(one)
    dates = [{"date": day, "totalGames": len(played), "games": played} for day, played in sorted(days.items())]
    return {"copyright": "…", "totalItems": len(listed), "totalGames": len(listed), "dates": dates}


def teams(season: int, leagues: Mapping[int, str]) -> Json:
    """Clubs of a season, and one of all-stars that is none."""
    clubs = [
        {"id": number, "season": season, "abbreviation": "?", "league": {"id": LEAGUES[league]}, "sport": {"id": 1}}
        for number, league in leagues.items()
    ]
    stars = {"id": 159, "season": season, "name": "American League All-Stars", "league": {"id": 103}}
    return {"copyright": "…", "teams": [*clubs, stars]}


YANKEES, RED_SOX = 147, 111
SMALL: Final = 2023
SLUGGER, ACE, TRADED, TWO_WAY = 700001, 700002, 700003, 700004

BOTH_WAYS = {"g": 30, "ab": 90, "r": 20, "h": 30, "doubles": 5, "triples": 1, "hr": 9, "rbi": 22, "sb": 2, "cs": 1,
             "bb": 10, "so": 25, "ibb": 1, "hbp": 1, "sh": 0, "sf": 1, "gidp": 2}  # fmt: skip
ON_THE_MOUND = {"w": 2, "l": 1, "g": 4, "gs": 2, "cg": 0, "sho": 0, "sv": 1, "hld": 1, "bs": 0, "outs": 31, "h": 9,
                "r": 4, "er": 4, "hr": 1, "bb": 3, "so": 14, "ibb": 0, "hbp": 1, "wp": 1, "bk": 0, "bf": 44,
                "gf": 1}  # fmt: skip


def half(counts: Mapping[str, float]) -> dict[str, float]:
    """Counts of a line half as long."""
    return {stat: value // 2 for stat, value in counts.items()}


def rest(counts: Mapping[str, float]) -> dict[str, float]:
    """Give what is left."""
    return {stat: value - value // 2 for stat, value in counts.items()}


def small_season(season: int = SMALL) -> dict[str, Json]:
    """Four games of two clubs, by the names of files: a slugger, an ace, one who was traded, one who does both."""
    bat, mound = batted(**BOTH_WAYS), pitched(**ON_THE_MOUND)
    first, second = batted(**half(BOTH_WAYS)), batted(**rest(BOTH_WAYS))
    slugger = person(
        SLUGGER,
        "Sal Slugger",
        {
            "hitting": [line(season - 1, batted(g=9, ab=9, h=1), YANKEES), line(season, bat, YANKEES)],
            "fielding": [line(season, fielded("dh", 20), YANKEES), line(season, fielded("1b", 11), YANKEES)],
        },
        batSide={"code": "S"},
    )
    ace = person(
        ACE,
        "Al Ace",
        {"pitching": [line(season, mound, RED_SOX)], "fielding": [line(season, fielded("p", 4), RED_SOX)]},
    )
    traded = person(
        TRADED,
        "Tim Traded",
        {
            "hitting": [line(season, bat), line(season, first, YANKEES), line(season, second, RED_SOX)],
            "fielding": [
                line(season, fielded("lf", 15), YANKEES),
                line(season, fielded("of", 15), YANKEES),
                line(season, fielded("ss", 14), RED_SOX),
            ],
        },
    )
    both = person(
        TWO_WAY,
        "Bo Bothways",
        {
            "hitting": [line(season, bat, YANKEES)],
            "pitching": [line(season, pitched(**{**ON_THE_MOUND, "gs": 4}), YANKEES)],
            "fielding": [line(season, fielded("dh", 26), YANKEES), line(season, fielded("p", 4), YANKEES)],
        },
    )
    ace["stats"][0]["splits"][0]["stat"]["gamesStarted"] = 4
    games = [
        game(season, number, Score(f"{season}-04-0{number}", *clubs, 5, 3))
        for number, clubs in enumerate(((YANKEES, RED_SOX), (RED_SOX, YANKEES)) * 2, 1)
    ]
    starts = pitched(**{**ON_THE_MOUND, "gs": 4})
    hitters = ((SLUGGER, "Sal Slugger"), (TRADED, "Tim Traded"), (TWO_WAY, "Bo Bothways"))
    pitchers = ((ACE, "Al Ace"), (TWO_WAY, "Bo Bothways"))
    answers: dict[str, Json] = {
        "teams.json": teams(season, {YANKEES: "AL", RED_SOX: "AL"}),
        "schedule.json": schedule(games),
        "hitting.json": sums(season, "hitting", [(*who, bat) for who in hitters]),
        "pitching.json": sums(season, "pitching", [(*who, starts) for who in pitchers]),
        "people.json": people(slugger, ace, traded, both),
    }
    return {name: json.loads(json.dumps(answer)) for name, answer in answers.items()}  # no two share a figure


def write_answers(directory: Path, answers: Mapping[str, Json]) -> Path:
    """Save answers under their names."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, answer in answers.items():
        (directory / name).write_text(json.dumps(answer), encoding="utf-8")
    return directory
