from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fbm.domain.contextual.pitches import CATEGORICAL, PAD, UNKNOWN, VOCABULARIES, PitchArrays, Vocabularies
from fbm.domain.contextual.preparing import prepare
from tests.pitch_rows import inning, pitch, read, table, write_parquet


def words(arrays: PitchArrays, field: str) -> list[str | None]:
    return [VOCABULARIES.word(field, code) for code in arrays.column(field).tolist()]


def test_codes_stand_for_the_words_of_the_table(tmp_path: Path) -> None:
    arrays = prepare(table(tmp_path, inning()))
    assert words(arrays, "result")[4:7] == ["foul", "hit_into_play", "called_strike"]
    assert words(arrays, "event")[3:6] == ["walk", None, "grounded_into_double_play"]
    assert words(arrays, "balls")[:4] == ["0", "1", "2", "3"]
    assert words(arrays, "half") == ["Top"] * 9 + ["Bot"]
    assert arrays.number("exit_speed")[9] == 104


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"on_1b": 5, "on_3b": 7}, "bases", "1-3"),
        ({}, "bases", "---"),
        ({"inning": 14}, "inning", "10"),
        ({"inning": 9}, "inning", "9"),
        ({"bat_score": 2, "fld_score": 3}, "score", "-1"),
        ({"bat_score": 12}, "score", "4"),
        ({"fld_score": 9}, "score", "-4"),
        ({"balls": 4}, "balls", None),
        ({"pitch_type": ""}, "pitch_type", None),
    ],
)
def test_a_situation_has_its_word(tmp_path: Path, changes: dict[str, object], field: str, word: str | None) -> None:
    assert words(prepare(table(tmp_path, [pitch(**changes)])), field) == [word]


def test_both_sources_share_their_words_and_what_one_lacks_is_unknown(tmp_path: Path) -> None:
    tracked = prepare(table(tmp_path, inning()))
    (rows,) = read("retrosheet", write_parquet(tmp_path / "r.parquet", inning()))
    plain = prepare(rows)
    same = [at for at, name in enumerate(CATEGORICAL) if name != "pitch_type"]
    np.testing.assert_array_equal(plain.codes[:, same], tracked.codes[:, same])
    assert set(plain.column("pitch_type").tolist()) == {UNKNOWN}
    assert np.isnan(plain.numbers).all()


def test_games_are_numbered_in_playing_order(tmp_path: Path) -> None:
    later = [{**row, "game_pk": "100", "game_date": "2021-05-01"} for row in inning()]
    arrays = prepare(table(tmp_path, [*later, *inning()]))
    assert arrays.game.tolist() == [0] * 10 + [1] * 10
    assert arrays.date.tolist() == [20210401] * 10 + [20210501] * 10


def test_every_vocabulary_begins_with_the_three_codes_that_are_no_words() -> None:
    for field in CATEGORICAL:
        assert VOCABULARIES.size(field) == 3 + len(VOCABULARIES.words[field])
        assert [VOCABULARIES.word(field, code) for code in (PAD, 1, UNKNOWN)] == [None] * 3
        assert VOCABULARIES.code(field, "no such word") == UNKNOWN
        assert [VOCABULARIES.code(field, word) for word in VOCABULARIES.words[field]] == list(
            range(3, VOCABULARIES.size(field))
        )


def test_vocabularies_come_back_from_plain_data() -> None:
    assert Vocabularies.from_params(VOCABULARIES.get_params()) == VOCABULARIES
