from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fbm.domain.pitches.words import EVENTS, PITCH_TYPES, RESULTS
from fbm.domain.ports.pitches import NoPitches, OtherTable, TwiceThrown
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile
from tests.pitch_rows import csv_text, failure, inning, pitch, read, write_csv, write_parquet


def test_savants_columns_become_the_table(tmp_path: Path) -> None:
    (pitches,) = read("statcast", write_csv(tmp_path / "s.csv", inning()))
    assert len(pitches) == 10
    assert pitches.games.tolist() == ["500"]
    assert set(pitches.date.tolist()) == {20210401}
    assert [EVENTS[code] if code >= 0 else "" for code in pitches.event.tolist()] == [
        *["", "", "", "walk"], *["", "grounded_into_double_play"], *["", "", "strikeout"], "home_run",
    ]  # fmt: skip
    assert pitches.velocity[0] == np.float32(95.1)
    assert pitches.on_1b.tolist() == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]


def test_csv_compressed_csv_and_parquet_give_the_same_table(tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a.csv", inning()),
        write_csv(tmp_path / "a.csv.gz", inning()),
        write_parquet(tmp_path / "a.parquet", inning()),
    ]
    assert len({read("statcast", file)[0].digest() for file in files}) == 1


def test_marks_quotes_other_ends_of_lines_and_a_second_column_of_a_name_do_not_matter(tmp_path: Path) -> None:
    lines = csv_text(inning()).splitlines()
    header = ",".join(f'"{name}"' for name in lines[0].split(","))
    savant = "\r\n".join([f"{header},pitcher", *(f'{line},"a, ""quoted"" word"' for line in lines[1:])]) + "\r\n"
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + savant.encode())
    (plain,) = read("statcast", write_csv(tmp_path / "b.csv", inning()))
    assert read("statcast", tmp_path / "a.csv")[0].digest() == plain.digest()


def test_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    (forwards,) = read("statcast", write_csv(tmp_path / "a.csv", inning()))
    (backwards,) = read("statcast", write_csv(tmp_path / "b.csv", inning()[::-1]))
    assert backwards.digest() == forwards.digest()


def test_a_season_may_lie_in_several_files_and_a_file_hold_several_seasons(tmp_path: Path) -> None:
    rows = inning()
    last_year = [{**row, "game_pk": "400", "game_date": "2020-08-01"} for row in rows]
    files = [write_csv(tmp_path / "a.csv", [*rows[:4], *last_year]), write_csv(tmp_path / "b.csv", rows[4:])]
    seasons = read("statcast", *files)
    assert [(int(season.season[0]), len(season)) for season in seasons] == [(2020, 10), (2021, 10)]


def test_older_words_mean_the_same(tmp_path: Path) -> None:
    rows = [pitch(description="hit_into_play_no_out", events="caught_stealing_2b")]
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", rows))
    assert RESULTS[pitches.result[0]] == "hit_into_play"
    assert EVENTS[pitches.event[0]] == "truncated_pa"


def test_an_intentional_walk_is_a_word_of_its_own(tmp_path: Path) -> None:
    rows = [pitch(description="intent_ball", balls=3, events="intent_walk")]
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", rows))
    assert EVENTS[pitches.event[0]] == "intent_walk"


def test_what_a_source_lacks_is_missing_and_not_zero(tmp_path: Path) -> None:
    (pitches,) = read("retrosheet", write_parquet(tmp_path / "pitches_2021.parquet", inning()))
    assert pitches.pitch_type.tolist() == [-1] * 10
    assert np.isnan(pitches.velocity).all()
    assert pitches.regular.tolist() == [1] * 10
    (tracked,) = read("statcast", write_csv(tmp_path / "a.csv", [pitch(release_speed="", pitch_type="")]))
    assert np.isnan(tracked.velocity[0])
    assert tracked.pitch_type[0] == -1


def test_numbers_may_be_written_with_a_point(tmp_path: Path) -> None:
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", [pitch(on_2b="1005.0", balls="2.0")]))
    assert (pitches.on_2b[0], pitches.balls[0]) == (1, 2)


def test_a_code_that_savant_adds_is_kept_as_none(tmp_path: Path) -> None:
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", [pitch(pitch_type="ZZ"), pitch(pitch_number=2)]))
    assert pitches.pitch_type.tolist() == [-1, PITCH_TYPES.index("FF")]


def test_spring_training_is_passed_over(tmp_path: Path) -> None:
    rows = [pitch(), pitch(game_pk="7", game_type="S"), pitch(game_pk="8", game_type="W", game_date="2021-10-30")]
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", rows))
    assert pitches.games.tolist() == ["500", "8"]
    assert pitches.regular.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("changes", "column", "value", "reason"),
    [
        ({"balls": "two"}, "balls", "two", "not a whole number from 0 to 4"),
        ({"balls": ""}, "balls", "", "empty"),
        ({"balls": 2.5}, "balls", "2.5", "not a whole number from 0 to 4"),
        ({"strikes": 7}, "strikes", "7", "not a whole number from 0 to 3"),
        ({"batter": "Trout"}, "batter", "Trout", "not a whole number from 1 to 99999999"),
        ({"batter": -5}, "batter", "-5", "not a whole number from 1 to 99999999"),
        ({"on_1b": "yes"}, "on_1b", "yes", "not a player's id"),
        ({"game_date": "01/04/2021"}, "game_date", "01/04/2021", "not a date such as 2021-04-01"),
        ({"game_date": ""}, "game_date", "", "empty"),
        ({"description": "teleported"}, "description", "teleported", "none of called_strike, swinging_strike, "
         "swinging_strike_blocked, foul …"),
        ({"events": "magic"}, "events", "magic", "none of single, double, triple, home_run …"),
        ({"pitch_type": "fastball"}, "pitch_type", "fastball", "not a code of two letters"),
        ({"release_speed": "fast"}, "release_speed", "fast", "not a number from 0 to 120"),
        ({"release_speed": "nan"}, "release_speed", "nan", "not a number from 0 to 120"),
        ({"release_speed": "inf"}, "release_speed", "inf", "not a number from 0 to 120"),
        ({"pfx_x": 14.2}, "pfx_x", "14.2", "not a number from -10 to 10"),
        ({"stand": "X"}, "stand", "X", "none of L, R"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_meant_is_named_with_its_place(
    tmp_path: Path, changes: dict[str, object], column: str, value: str, reason: str
) -> None:
    path = write_csv(tmp_path / "a.csv", [pitch(), pitch(pitch_number=2, **changes), pitch(pitch_number=3)])
    assert failure("statcast", path) == BadFile("a.csv", 3, column, value, reason)


def test_the_first_bad_row_is_named_whatever_its_column(tmp_path: Path) -> None:
    rows = [pitch(), pitch(pitch_number=2, launch_angle="up"), pitch(pitch_number=3, balls="x")]
    assert failure("statcast", write_csv(tmp_path / "a.csv", rows)).line == 3


def test_rows_of_parquet_count_from_one(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", [pitch(), pitch(pitch_number=2, balls=9)])
    assert failure("statcast", path) == BadFile("a.parquet", 2, "balls", "9", "not a whole number from 0 to 4")


def test_half_a_csv_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text(inning())[:-40])
    refused = failure("statcast", path)
    assert (refused.file, refused.line, refused.reason) == ("a.csv", 11, "the last line has no end: cut off")


@pytest.mark.parametrize("name", ["a.csv.gz", "a.parquet"])
def test_half_a_compressed_file_is_refused(tmp_path: Path, name: str) -> None:
    write = write_parquet if name.endswith(".parquet") else write_csv
    path = write(tmp_path / name, inning() * 1)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert isinstance(failure("statcast", path), BadFile)


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe garbage\n", b"<html></html>\n", b"PAR1"])
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
def test_what_is_no_pitch_file_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert isinstance(failure("statcast", tmp_path / name), BadFile | MissingColumn)


def test_a_short_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text([pitch()]) + "500,x,2021-04-01\n")
    assert failure("statcast", path).line == 3


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    rows = [{name: value for name, value in pitch().items() if name != "outs_when_up"}]
    refused = failure("statcast", write_csv(tmp_path / "a.csv", rows))
    assert isinstance(refused, MissingColumn)
    assert (refused.file, refused.column) == ("a.csv", "outs_when_up")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert failure("statcast", tmp_path / "a.csv") == MissingFile("a.csv", str(tmp_path))
    assert failure("retrosheet", tmp_path / "a.parquet") == MissingFile("a.parquet", str(tmp_path))


def test_plays_are_told_from_pitches(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "plays_2021.csv", [{"GAME_ID": "ANA202104010", "EVENT_CD": 3}])
    assert failure("retrosheet", path) == OtherTable("plays_2021.csv", "plays")


def test_a_pitch_that_stands_there_twice_is_named_with_both_places(tmp_path: Path) -> None:
    files = [write_csv(tmp_path / "a.csv", inning()), write_csv(tmp_path / "b.csv", inning()[2:3])]
    assert failure("statcast", *files) == TwiceThrown("b.csv", 1, "a.csv", 3, "game 500, plate appearance 1, pitch 3")


def test_files_without_a_pitch_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text([pitch()]).splitlines()[0] + "\n")
    assert failure("statcast", path) == NoPitches(("a.csv",))


def test_a_game_that_went_on_another_day_stays_one(tmp_path: Path) -> None:
    rows = inning()
    for row in rows[4:]:
        row["game_date"] = "2021-04-02"
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", rows))
    assert set(pitches.date.tolist()) == {20210401}
