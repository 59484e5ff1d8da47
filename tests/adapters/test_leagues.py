from __future__ import annotations

from pathlib import Path

import pytest
from returns.result import Failure

from fbm.adapters.leagues import TomlLeagues
from fbm.domain.ports.leagues import BadLeague, LeagueReader, UnknownKey, UnreadableLeague
from fbm.domain.valuation.league import Points, Rotisserie

READER: LeagueReader = TomlLeagues()
EXAMPLE = TomlLeagues().example()
POINTS = "[points.batter]\nhr = 4\n[points.pitcher]\nso = 1\n"
DOCS = Path(__file__).parents[2] / "docs" / "leagues"


def refused(old: str, new: str) -> object:
    assert old in EXAMPLE
    return READER.parse("l.toml", EXAMPLE.replace(old, new, 1)).failure()


def test_the_example_is_a_league_of_twelve_with_five_by_five() -> None:
    league = READER.parse("l.toml", EXAMPLE).unwrap().league
    assert (league.teams, league.budget_cents, league.minimum_cents) == (12, 26_000, 100)
    assert sum(league.roster.values()) == 23
    assert league.categories("batter") == ("r", "hr", "rbi", "sb", "avg")
    assert league.slots("pitcher") == {"P": 108}


@pytest.mark.parametrize("file", sorted(DOCS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_league_in_the_documentation_can_be_read(file: Path) -> None:
    assert READER.read(str(file)).unwrap().text == file.read_text(encoding="utf-8")


def test_the_example_is_the_one_in_the_documentation() -> None:
    assert (DOCS / "mixed-12.toml").read_text(encoding="utf-8") == EXAMPLE


def test_a_roster_is_enough_for_a_league() -> None:
    league = READER.parse("l.toml", "[roster]\nC = 1\nP = 1").unwrap().league
    assert isinstance(league.scoring, Rotisserie)
    assert (league.teams, league.hitter_share, league.scoring.method) == (12, None, "z-scores")


def test_points_are_read() -> None:
    league = READER.parse("l.toml", f'format = "points"\n[roster]\nUTIL = 1\n{POINTS}').unwrap().league
    assert league.scoring == Points({"batter": {"hr": 4.0}, "pitcher": {"so": 1.0}})


def test_given_denominators_stand_beside_the_default_ones() -> None:
    text = EXAMPLE.replace('"z-scores"', '"sgp"') + "[sgp.batter]\nhr = 9.5\n"
    scoring = READER.parse("l.toml", text).unwrap().league.scoring
    assert isinstance(scoring, Rotisserie)
    assert (scoring.denominators["batter"]["hr"], scoring.denominators["batter"]["r"]) == (9.5, 20.82)


@pytest.mark.parametrize(
    ("old", "new", "key", "allowed"),
    [
        ("teams = 12", 'teams = "12"', "teams", "a whole number"),
        ("teams = 12", "teams = 1", "teams", "2 or more"),
        ("teams = 12", "teams = true", "teams", "a whole number"),
        ("C = 2", "C = 40", "roster.C", "30 or less"),
        ("C = 2", "C = 1.5", "roster.C", "a whole number"),
        ("budget = 260", "budget = 10", "budget", "at least 23, since 23 players cost 1 or more each"),
        ("budget = 260", "budget = 260.001", "budget", "an amount with two decimals at most"),
        ("0.67", "1.5", "hitter_share", '"derived" or a number above 0 and below 1'),
        ("0.67", "0.01", "hitter_share", "from 0.05 to 0.97, to pay for minimum bids"),
        ('"rotisserie"', '"roto"', "format", '"rotisserie" or "points"'),
        ('batter = ["r", "hr", "rbi", "sb", "avg"]', 'batter = "r"', "categories.batter", 'a list such as ["r", "hr"]'),
        ('"hr"', '"r"', "categories.batter", "each category once"),
        ("games = 20", "games = 0", "eligibility.games", "1 or more"),
        ("[eligibility]", "[sgp.batter]\nhr = 9\n[eligibility]", "sgp", 'left out unless method = "sgp"'),
        ("[eligibility]", POINTS + "[eligibility]", "points", 'left out where format = "rotisserie"'),
        ("[eligibility]\ngames = 20", "[roster.x]\ngames = 20", "roster.x", "a whole number"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_meant_is_named_with_what_is_allowed(old: str, new: str, key: str, allowed: str) -> None:
    error = refused(old, new)
    assert isinstance(error, (BadLeague, UnknownKey))
    assert error.key == key
    if isinstance(error, BadLeague):
        assert error.allowed == allowed


@pytest.mark.parametrize(
    ("old", "new", "key", "near"),
    [
        ("teams = 12", "team = 12", "team", ("teams",)),
        ("C = 2", "CC = 2", "roster.CC", ("C",)),
        ("games = 20", "game = 20", "eligibility.game", ("games",)),
        ("[roster]", "[rooster]", "rooster", ("roster",)),
    ],
)
def test_an_unknown_key_is_named_with_near_ones(old: str, new: str, key: str, near: tuple[str, ...]) -> None:
    error = refused(old, new)
    assert isinstance(error, UnknownKey)
    assert (error.key, error.near) == (key, near)


def test_a_category_that_is_no_column_is_told_with_those_that_are() -> None:
    error = refused('"hr"', '"homers"')
    assert isinstance(error, BadLeague)
    assert (error.key, error.value) == ("categories.batter.1", "'homers'")
    assert "hr, r, rbi" in error.allowed


def test_a_rate_has_no_points() -> None:
    text = 'format = "points"\n[roster]\nUTIL = 1\n[points.batter]\navg = 4\n[points.pitcher]\nso = 1\n'
    error = READER.parse("l.toml", text).failure()
    assert isinstance(error, BadLeague)
    assert error.key == "points.avg"


def test_standings_gain_points_need_a_denominator_for_every_category() -> None:
    error = READER.parse("l.toml", EXAMPLE.replace('"z-scores"', '"sgp"').replace('"avg"', '"obp"')).failure()
    assert isinstance(error, BadLeague)
    assert (error.key, error.value) == ("sgp.batter.obp", "")


@pytest.mark.parametrize("roster", ["[roster]\n", "[roster]\nbench = 3\n", "[roster]\nC = 0\n"])
def test_a_roster_without_active_slots_is_refused(roster: str) -> None:
    assert READER.parse("l.toml", roster).failure() == BadLeague("l.toml", "roster", "", "at least one active slot")


def test_a_missing_roster_is_told_how_to_write() -> None:
    error = READER.parse("l.toml", "teams = 10").failure()
    assert isinstance(error, BadLeague)
    assert "a table [roster]" in error.allowed


def test_what_is_no_toml_is_told_with_its_line() -> None:
    error = READER.parse("l.toml", "teams = \n").failure()
    assert isinstance(error, UnreadableLeague)
    assert "line 1" in error.reason


def test_files_that_are_missing_or_no_text_are_told(tmp_path: Path) -> None:
    missing = READER.read(str(tmp_path / "no.toml"))
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    assert missing == Failure(UnreadableLeague(str(tmp_path / "no.toml"), "No such file or directory"))
    assert isinstance(READER.read(str(tmp_path / "bytes.toml")).failure(), UnreadableLeague)
    assert isinstance(READER.parse("l.toml", "#" * 70_000).failure(), UnreadableLeague)


def test_a_category_may_be_a_sum_of_counts() -> None:
    text = EXAMPLE.replace('"sv"', '"sv + hld-bs"').replace('"sb"', '"sb-cs"')
    league = READER.parse("l.toml", text).unwrap().league
    assert "sv+hld-bs" in league.categories("pitcher")
    assert "sb-cs" in league.categories("batter")


@pytest.mark.parametrize("category", ["sv+", "+", "-", "sv++hld", "era+whip", "sv+era", "-era", "sv*hld", "sv+sb", ""])
def test_a_sum_of_anything_else_is_refused(category: str) -> None:
    found = refused('"sv"', f'"{category}"')
    assert isinstance(found, BadLeague)
    assert "a sum of counts such as sv+hld" in found.allowed


def test_points_are_for_one_of_each_and_not_for_sums() -> None:
    text = f'format = "points"\n[roster]\nUTIL = 1\n{POINTS}"sv+hld" = 1\n'
    assert isinstance(READER.parse("l.toml", text).failure(), BadLeague)


def test_a_sum_needs_its_denominator() -> None:
    text = EXAMPLE.replace('"sv"', '"sv+hld"').replace('"z-scores"', '"sgp"')
    found = READER.parse("l.toml", text).failure()
    assert isinstance(found, BadLeague)
    assert found.key == "sgp.pitcher.sv+hld"
    given = READER.parse("l.toml", text + '[sgp.pitcher]\n"sv+hld" = 10\n').unwrap().league.scoring
    assert isinstance(given, Rotisserie)
    assert given.denominators["pitcher"]["sv+hld"] == 10


def test_a_byte_order_mark_before_a_league_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text(EXAMPLE, encoding="utf-8-sig")
    assert READER.read(str(tmp_path / "l.toml")).unwrap().text == EXAMPLE
