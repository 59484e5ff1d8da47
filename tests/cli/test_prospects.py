from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from fbm.app.cli.draft_table import draft_text
from fbm.app.cli.prospects import prospects_text
from fbm.domain.projection.sheet import ProjectionSheet, Row

PERSON: Row = {"position": None, "team": None, "eligible": "DH", "position_rank": "DH3", "slot": None, "age": 21}
BELOW: Row = {**PERSON, "origin": "minors", "minors": "AAA 166, AA 329, A+ 104, A 402"}
BATTERS: tuple[Row, ...] = (
    {**PERSON, "player_id": "a", "name": "Al Able", "origin": "majors", "minors": None, "rank": 1, "dollars": 40.2,
     "slot": "SS", "pa": 600.0, "hr": 30.0},
    {**BELOW, "player_id": "b", "name": "Bo Drafted", "rank": 90, "dollars": 4.6, "slot": "UTIL", "pa": 80.0,
     "hr": 9.0},
    {**BELOW, "player_id": "c", "name": "Cy Never-Coming-Up", "rank": 300, "dollars": 0.0, "pa": 1.0, "hr": 0.1},
    {**BELOW, "player_id": "d", "name": "Di Atthedoorstep", "rank": 400, "dollars": 0.0, "pa": 127.0, "hr": 2.0},
)  # fmt: skip
PITCHERS: tuple[Row, ...] = (
    {**BELOW, "player_id": "e", "name": None, "position": "SP", "rank": 500, "dollars": 0.0, "ip": 6.0, "so": 6.0,
     "origin": "both", "minors": "AAA 60"},
)  # fmt: skip
LEAGUE = {
    "name": "small", "teams": 12, "budget": 260.0, "spent": {"batter": 2090.4, "pitcher": 1029.6},
    "categories": {"batter": ["hr"], "pitcher": ["so"]},
}  # fmt: skip
SHEET = ProjectionSheet(2022, "marcel_mle", (), "sha256:1", BATTERS, PITCHERS, LEAGUE)


def test_a_draft_sheet_lists_prospects_like_this(text: SnapshotAssertion) -> None:
    assert draft_text(SHEET, top=2, width=80) == text


def test_the_drafted_come_first_and_then_the_likeliest() -> None:
    lines = prospects_text(SHEET, top=0, width=80).splitlines()
    assert [line.split()[0] for line in lines[2:5]] == ["Bo", "Di", "Cy"]


def test_without_a_league_there_is_no_rank_or_price() -> None:
    def plain(row: Row) -> Row:
        return {name: cell for name, cell in row.items() if name not in ("rank", "dollars", "slot")}

    sheet = ProjectionSheet(2022, "marcel_mle", (), "sha256:1", tuple(map(plain, BATTERS)), tuple(map(plain, PITCHERS)))
    shown = prospects_text(sheet, top=1, width=80)
    assert shown.splitlines()[0].split() == ["Batters", "from", "the", "minors", "Pos", "Age", "PA", "PA", "below"]
    assert "Di Atthedoorstep *" in shown
    assert "and 2 more" in shown


def test_every_line_fits_eighty_columns() -> None:
    assert max(map(len, draft_text(SHEET, top=0, width=80).splitlines())) <= 80


def test_nothing_is_said_where_nobody_comes_from_the_minors() -> None:
    sheet = ProjectionSheet(2022, "marcel", (), "sha256:1", BATTERS[:1], (), LEAGUE)
    assert prospects_text(sheet, top=5, width=80) == ""
    assert "from minor-league seasons" not in draft_text(sheet, top=5, width=80)
