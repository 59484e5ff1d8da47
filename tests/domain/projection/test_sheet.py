from __future__ import annotations

from dataclasses import replace

import numpy as np

from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.sheet import PERSON_COLUMNS, ModelUse, ProjectionSheet, document, provenance, rows_of
from fbm.domain.projection.window import open_batch
from tests.histories import small_history

HISTORY = small_history(range(2009, 2013))
BATCH = run(open_batch(HISTORY, 2013, "batter"), stages_of("marcel", "batter"))
PROJECTION = finalise(BATCH)


def test_a_row_says_who_the_player_is_first() -> None:
    row = rows_of(PROJECTION, HISTORY.people)[0]
    assert tuple(row)[: len(PERSON_COLUMNS)] == PERSON_COLUMNS
    place = PROJECTION.player_id.tolist().index(row["player_id"])
    assert (row["age"], row["team"]) == (int(PROJECTION.age[place]), PROJECTION.team[place])
    assert row["position"] == PROJECTION.position[place].upper()
    assert row["hr"] == PROJECTION["hr"][place]


def test_a_player_nobody_has_a_name_or_birth_year_for_keeps_his_row() -> None:
    nobody = replace(PROJECTION, age=np.full(len(PROJECTION), np.nan))
    rows = rows_of(nobody, HISTORY.people.take(np.zeros(len(HISTORY.people), dtype=np.bool_)))
    assert len(rows) == len(PROJECTION)
    assert {(row["name"], row["age"]) for row in rows} == {(None, None)}


def test_the_order_of_the_projection_does_not_matter() -> None:
    back = np.arange(len(BATCH))[::-1]
    turned = replace(
        PROJECTION,
        player_id=PROJECTION.player_id[back],
        team=PROJECTION.team[back],
        position=PROJECTION.position[back],
        age=PROJECTION.age[back],
        columns={name: column[back] for name, column in PROJECTION.columns.items()},
    )
    assert rows_of(turned, HISTORY.people) == rows_of(PROJECTION, HISTORY.people)


def test_equals_are_ordered_by_id_whatever_the_order_of_the_projection() -> None:
    alike = replace(BATCH, rates=np.broadcast_to(BATCH.rates[0], BATCH.rates.shape), volume=np.full(len(BATCH), 300.0))
    mixed = finalise(alike).take(np.random.default_rng(1).permutation(len(BATCH)))
    rows = rows_of(mixed, HISTORY.people)
    assert [row["player_id"] for row in rows] == sorted(BATCH.player_id.tolist())


def test_batters_worth_most_come_first_and_those_without_playing_time_last() -> None:
    volume = np.where(np.arange(len(BATCH)) == 3, 0.0, BATCH.volume)
    rows = rows_of(finalise(replace(BATCH, volume=volume)), HISTORY.people)
    worth = [float(str(row["woba"])) * float(str(row["pa"])) for row in rows[:-1]]
    assert worth == sorted(worth, reverse=True)
    assert rows[-1]["player_id"] == BATCH.player_id[3]


def test_a_document_is_the_provenance_and_the_rows() -> None:
    use = ModelUse("gb_residual", "default", 1, "batter", "sha256:1")
    sheet = ProjectionSheet(2013, "marcel_gb", (use,), "sha256:2", rows_of(PROJECTION, HISTORY.people))
    assert provenance(sheet)["models"] == [
        {"model_type": "gb_residual", "name": "default", "version": 1, "player_type": "batter", "digest": "sha256:1"}
    ]
    assert document(sheet) == {**provenance(sheet), "batters": [dict(row) for row in sheet.batters], "pitchers": []}


def test_the_age_of_a_row_is_that_of_the_first_of_july() -> None:
    people = replace(HISTORY.people, birth_month=np.full(len(HISTORY.people), 12.0))
    younger = {row["player_id"]: row["age"] for row in rows_of(PROJECTION, people)}
    assert younger == {row["player_id"]: int(str(row["age"])) - 1 for row in rows_of(PROJECTION, HISTORY.people)}
