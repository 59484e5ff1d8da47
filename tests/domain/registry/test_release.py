"""The logs of a version, folded."""

from __future__ import annotations

from fbm.domain.registry.release import Note, Removal, RemovalLog, assemble, fold_notes, fold_removals
from tests.registry.samples import release

AT = "2026-01-01T00:00:00.000000Z"


def test_a_deleted_part_is_gone_and_the_other_stays() -> None:
    state = assemble(release(), removals=RemovalLog((Removal("deleted", ("pitcher",), AT),), 1))
    assert [part.player_type for part in state.metadata()] == ["batter"]


def test_restoring_undoes_deleting() -> None:
    events = (Removal("deleted", ("batter", "pitcher"), AT), Removal("restored", ("batter",), AT))
    assert dict(fold_removals(events)[0]) == {"pitcher": AT}


def test_what_was_purged_stays_removed() -> None:
    removed, purged = fold_removals((Removal("deleted", ("batter",), AT), Removal("purged", ("batter",), AT)))
    assert ("batter" in removed, purged) == (True, frozenset({"batter"}))


def test_the_last_note_wins_and_none_takes_a_tag_away() -> None:
    published = release(tags={"team": "a", "kept": "yes"}, description="first")
    notes = (Note({"team": "b"}, None, AT), Note({"team": None, "new": "1"}, "second", AT))
    assert fold_notes(published, notes) == ({"kept": "yes", "new": "1"}, "second")
