from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from fbm.app.cli.draft_table import draft_text, figure
from fbm.domain.projection.sheet import ProjectionSheet, Row

PERSON: Row = {"player_id": "x", "name": None, "team": None, "eligible": None, "position_rank": None, "slot": None}
BATTERS: tuple[Row, ...] = (
    {**PERSON, "rank": 1, "name": "José Example-Longname", "team": "SDN", "eligible": "SS,OF,2B", "slot": "SS",
     "position_rank": "SS1", "dollars": 46.34, "pa": 542.0, "r": 93.3, "hr": 36.6, "sb": 22.3, "avg": 0.2921},
    {**PERSON, "rank": 9, "team": "BOS", "eligible": "C", "position_rank": "C12", "dollars": 0.0, "pa": 300.0,
     "r": 9.5, "hr": 0.0, "sb": None, "avg": 0.2},
)  # fmt: skip
PITCHERS: tuple[Row, ...] = (
    {**PERSON, "rank": 2, "name": "Al Arm", "team": "NYA", "eligible": "SP,RP", "slot": "P", "position_rank": "SP1",
     "dollars": 30.0, "ip": 170.3, "w": 15.1, "era": 3.161, "whip": 1.0},
    {**PERSON, "rank": None, "name": "Two Ways", "dollars": 0.0, "ip": 80.0, "w": 4.0, "era": 4.0, "whip": 1.3},
)  # fmt: skip
LEAGUE = {
    "name": "small", "teams": 12, "budget": 260.0, "spent": {"batter": 2090.4, "pitcher": 1029.6},
    "categories": {"batter": ["r", "hr", "sb", "avg"], "pitcher": ["w", "era", "whip"]},
}  # fmt: skip
SHEET = ProjectionSheet(2022, "marcel", (), "sha256:1", BATTERS, PITCHERS, LEAGUE)


def test_a_draft_sheet_looks_like_this(text: SnapshotAssertion) -> None:
    assert draft_text(SHEET, top=15, width=80) == text


def test_what_does_not_fit_is_left_out_before_names_are_cut() -> None:
    narrow = draft_text(SHEET, top=15, width=60)
    assert max(map(len, narrow.splitlines())) <= 60
    assert "José Example-Longname" in narrow
    assert "AVG" not in narrow


def test_the_rest_is_counted() -> None:
    assert "and 1 more (--top 0 prints all, --out writes all)" in draft_text(SHEET, top=1, width=80)


def test_rates_are_written_as_people_do() -> None:
    assert [figure("avg", 0.3), figure("ops", 1.0449), figure("era", 3.456), figure("hr", 36.6)] == [
        ".300", "1.045", "3.46", "37",
    ]  # fmt: skip
    assert figure("hr", None) == "-"
