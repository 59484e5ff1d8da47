"""Networks lose answers, servers turn requests away: a key is ours exactly when our bytes stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from returns.result import Result

from fbm.adapters.storage.objects import ObjectStorage
from fbm.domain.ports.storage import KeyTaken, PutError
from tests.object_store import S3Server, Seen, objects_at
from tests.registry.opened import registry_over
from tests.registry.samples import draft


@pytest.fixture
def storage(s3_place: str) -> ObjectStorage:
    """A storage that has proved itself."""
    storage = objects_at(s3_place)
    storage.put("first", b"").unwrap()
    return storage


def at_puts(what: str, *, times: int = 1, of: str = "") -> Callable[[Seen], str | None]:
    """Let something go wrong with the first puts of a key."""
    left: Iterator[int] = iter(range(times))

    def fault(seen: Seen) -> str | None:
        wrong = seen.method == "PUT" and of in seen.path and next(left, None) is not None
        return what if wrong else None

    return fault


def test_a_put_whose_answer_is_lost_is_a_put(storage: ObjectStorage, s3: S3Server) -> None:
    s3.fault = at_puts("lost")
    assert storage.put("a/1", b"mine").unwrap() is None
    assert storage.get("a/1").unwrap() == b"mine"


@pytest.mark.parametrize("theirs", [b"theirs", b"mine"])
def test_a_put_whose_answer_is_lost_does_not_take_what_is_anothers(
    storage: ObjectStorage, s3: S3Server, theirs: bytes
) -> None:
    storage.put("a/1", theirs).unwrap()
    s3.fault = at_puts("lost")
    assert storage.put("a/1", b"mine").failure() == KeyTaken("a/1")
    assert storage.get("a/1").unwrap() == theirs


@pytest.mark.parametrize("status", ["503 SlowDown", "500 InternalError", "429 TooManyRequests"])
def test_a_put_that_a_busy_server_turns_away_is_tried_again(storage: ObjectStorage, s3: S3Server, status: str) -> None:
    s3.fault = at_puts(status, times=2)
    assert storage.put("a/1", b"mine").unwrap() is None
    assert storage.get("a/1").unwrap() == b"mine"


def test_a_put_that_was_in_the_way_of_one_that_failed_is_tried_again(storage: ObjectStorage, s3: S3Server) -> None:
    s3.fault = at_puts("409 ConditionalRequestConflict", times=2)
    assert storage.put("a/1", b"mine").unwrap() is None


def test_a_put_that_was_in_the_way_of_one_that_worked_finds_the_key_taken(storage: ObjectStorage, s3: S3Server) -> None:
    outcomes: list[Result[None, PutError]] = []

    def fault(seen: Seen) -> str | None:
        s3.fault = None
        outcomes.append(storage.put("a/1", b"theirs"))
        return "409 ConditionalRequestConflict"

    s3.fault = fault
    assert storage.put("a/1", b"mine").failure() == KeyTaken("a/1")
    assert outcomes[0].unwrap() is None


def test_reads_and_listings_survive_a_busy_server(storage: ObjectStorage, s3: S3Server) -> None:
    storage.put("a/1", b"x").unwrap()
    busy = iter(["503 SlowDown", "lost", "500 InternalError"])
    s3.fault = lambda _: next(busy, None)
    assert storage.get("a/1").unwrap() == b"x"
    assert storage.keys("a/").unwrap() == ("a/1",)


@pytest.mark.parametrize("lost", range(1, 6))
def test_a_release_is_published_once_whichever_answer_is_lost(s3_place: str, s3: S3Server, lost: int) -> None:
    registry = registry_over(objects_at(s3_place))
    numbers = iter(range(1, 1000))
    s3.fault = lambda seen: "lost" if seen.method == "PUT" and next(numbers) == lost else None
    assert registry.publish(draft()).unwrap().version == 1
    s3.fault = None
    assert [model.name for model in registry.list_all().unwrap().models] == ["default", "default"]
    assert registry.publish(draft()).unwrap().version == 2


def test_a_manifest_whose_answers_are_lost_again_and_again_holds_its_number_once(s3_place: str, s3: S3Server) -> None:
    registry = registry_over(objects_at(s3_place))
    s3.fault = at_puts("lost", times=3, of="/releases/")
    assert [registry.publish(draft()).unwrap().version for _ in range(2)] == [1, 2]


def test_a_server_that_overwrites_is_found_out_before_anything_is_published(s3_place: str, s3: S3Server) -> None:
    s3.honours_conditions = False
    failure = registry_over(objects_at(s3_place)).publish(draft()).failure()
    assert "If-None-Match" in str(failure)
    assert registry_over(objects_at(s3_place)).list_all().unwrap() == ((), ())
