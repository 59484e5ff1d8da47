from __future__ import annotations

import json
from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Fbm
from tests.pitch_rows import inning, pitch, write_csv, write_parquet


def test_pitches_of_both_makers_are_told(fbm: Fbm, tmp_path: Path, text: SnapshotAssertion) -> None:
    savant, gone_by = write_csv(tmp_path / "s.csv.gz", inning()), write_parquet(tmp_path / "r.parquet", inning())
    statcast = fbm("data", "import", "statcast", str(savant))
    retrosheet = fbm("data", "import", "retrosheet", str(gone_by))
    assert (statcast.code, retrosheet.code) == (0, 0)
    assert f"{statcast.out}\n{retrosheet.out}" == text


def test_status_shows_the_pitches_at_hand(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", inning())))
    assert "10 pitches (statcast 2021)" in fbm("data", "status").out
    (stored,) = json.loads(fbm("data", "status", "--json").out)["pitches"]
    assert (stored["season"], stored["source"], stored["pitches"]) == (2021, "statcast", 10)


def test_what_is_prepared_is_told_and_the_second_time_only_found(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", inning())))
    first = json.loads(fbm("contextual", "prepare-data", "--json").out)
    second = json.loads(fbm("contextual", "prepare-data", "--json").out)
    assert (first["pitches"], first["games"], first["batter_games"], first["pitcher_games"]) == (10, 1, 4, 2)
    assert (first["built"], second["built"]) == (True, False)
    assert first["directory"] == second["directory"]
    assert Path(first["directory"]).parent == home / "cache" / "contextual"
    assert first["known"]["pitch_type"] == 1.0
    said = fbm("contextual", "prepare-data")
    assert "Pitches of 2021: prepared before, nothing has changed." in said.out


def test_another_import_has_everything_prepared_anew(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", inning())))
    before = json.loads(fbm("contextual", "prepare-data", "--json").out)
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", inning()[:9])))
    after = json.loads(fbm("contextual", "prepare-data", "--json").out)
    assert (after["built"], after["pitches"]) == (True, 9)
    assert after["fingerprint"] != before["fingerprint"]


def test_seasons_can_be_chosen(fbm: Fbm, tmp_path: Path) -> None:
    rows = [*inning(), *({**row, "game_pk": "400", "game_date": "2020-08-01"} for row in inning())]
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", rows)))
    chosen = json.loads(fbm("contextual", "prepare-data", "--seasons", "2020", "--json").out)
    assert (chosen["seasons"], chosen["pitches"]) == ([2020], 10)
    refused = fbm("contextual", "prepare-data", "--seasons", "2019-2021")
    assert refused.code == 1
    assert "Pitches of 2019 are not at hand (there are 2020-2021)" in refused.err


def test_without_pitches_it_says_how_to_get_some(fbm: Fbm) -> None:
    ended = fbm("contextual", "prepare-data")
    assert ended.code == 1
    assert "No pitches are at hand: import them with `fbm data import retrosheet FILE…`" in ended.err


def test_bad_files_are_named_and_leave_what_was_held(fbm: Fbm, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "s.csv", inning())
    fbm("data", "import", "statcast", str(good))
    before = fbm("contextual", "prepare-data", "--json").out
    bad = {
        "b.csv": (pitch(game_pk="9", balls="x"), "b.csv, line 2, column balls: 'x' is refused (not a whole number"),
        "twice.csv": (pitch(), "The same pitch stands in twice.csv, row 1, and s.csv, row 1 (game 500, plate"),
    }
    for name, (row, sentence) in bad.items():
        ended = fbm("data", "import", "statcast", str(good), str(write_csv(tmp_path / name, [row])))
        assert ended.code == 1
        assert sentence in ended.err
        assert "nothing was imported" in ended.err
    again = json.loads(fbm("contextual", "prepare-data", "--json").out)
    assert again == {**json.loads(before), "built": False}


def test_plays_are_read_as_plays_and_not_mixed_with_pitches(fbm: Fbm, tmp_path: Path) -> None:
    plays = write_csv(tmp_path / "plays_2021.csv", [{"GAME_ID": "ANA202104010", "EVENT_CD": 3}])
    alone = fbm("data", "import", "retrosheet", str(plays))
    assert "plays_2021.csv has no column EVENT_ID" in alone.err
    pitches = write_csv(tmp_path / "pitches_2021.csv", [pitch()])
    among = fbm("data", "import", "retrosheet", str(pitches), str(plays))
    assert "plays_2021.csv holds plays" in among.err
    assert "name the files (plays_*.parquet, or pitches_*.parquet); nothing was imported." in among.err


def test_a_simulated_league_brings_pitches_and_a_new_one_lets_go_of_them(fbm: Fbm) -> None:
    league = ("data", "simulate", "--first-season", "2020", "--last-season", "2020", "--teams", "4", "--json")
    played = json.loads(fbm(*league, "--pitches", "--pitch-games", "5").out)
    assert [one["season"] for one in played["pitches"]] == [2020]
    prepared = json.loads(fbm("contextual", "prepare-data", "--json").out)
    assert (prepared["games"], prepared["sources"]) == (5, ["simulated"])
    assert json.loads(fbm(*league).out)["pitches"] == []
    assert fbm("contextual", "prepare-data").code == 1


def test_simulated_pitches_do_not_join_real_ones(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "statcast", str(write_csv(tmp_path / "s.csv", inning())))
    league = ("data", "simulate", "--first-season", "2020", "--last-season", "2020", "--teams", "4", "--pitches")
    ended = fbm(*league, "--pitch-games", "5")
    assert ended.code == 1
    assert "--replace-all" in ended.err
    assert fbm(*league, "--pitch-games", "5", "--replace-all").code == 0


def test_a_count_of_games_that_cannot_be_played_is_refused(fbm: Fbm) -> None:
    assert fbm("data", "simulate", "--pitches", "--pitch-games", "0").code == 2
