"""Object stores that do not answer, refuse, or are gone: a named failure within seconds, and no secret in it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest
from returns.result import Result

from fbm.adapters.storage.buckets import parse_bucket
from fbm.adapters.storage.objects import ObjectStorage
from fbm.app.wiring.registry import create_model_registry, open_storage
from fbm.domain.ports.storage import Storage, StorageFailure
from tests.object_store import S3Server, objects_at, reason_of
from tests.registry.opened import registry_over
from tests.registry.samples import draft

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

OPERATIONS: dict[str, Callable[[Storage], Result[object, object]]] = {
    "put": lambda storage: storage.put("a/1", b"x"),
    "get": lambda storage: storage.get("a/1"),
    "keys": lambda storage: storage.keys("a/"),
    "children": lambda storage: storage.children("a/"),
    "entries": lambda storage: storage.entries("a/"),
    "delete": lambda storage: storage.delete("a/1"),
}
DENIED = "access was refused: check the credentials in the environment"
UNCONFIGURED = "the environment does not say how to open it, or not in words that can be understood"
every_operation = pytest.mark.parametrize("operation", OPERATIONS)


def reason(storage: Storage, operation: str) -> str:
    told = reason_of(OPERATIONS[operation](storage))
    assert "\n" not in told
    assert len(told) <= 100
    return told


@pytest.fixture
def free_port() -> int:
    """A port where nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where somebody listens and never answers."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield int(listener.getsockname()[1])


@contextmanager
def answering(answer: bytes) -> Generator[int]:
    """A port where each connection gets these bytes and is closed."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        threading.Thread(target=_answer, args=(listener, answer), daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


def _answer(listener: socket.socket, answer: bytes) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with closing(connection):
                connection.recv(65536)
                connection.sendall(answer)


@pytest.mark.parametrize("operation", ["put", "get", "keys"])
def test_a_dead_port_cannot_be_reached(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, free_port: int, operation: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://user:password@127.0.0.1:{free_port}")
    began = time.monotonic()
    assert reason(objects_at("s3://bucket/registry"), operation) == "it cannot be reached"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("operation", ["put", "get"])
def test_a_server_that_never_answers_is_named(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, silent_port: int, operation: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent_port}")
    bucket = parse_bucket("s3://bucket/registry").unwrap()
    impatient = ObjectStorage(bucket.place, lambda patience_s: bucket.open(patience_s / 20))
    assert reason(impatient, operation) == "timed out"


@pytest.mark.slow
@every_operation
def test_a_server_that_never_answers_is_not_waited_for_long(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, silent_port: int, operation: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent_port}")
    began = time.monotonic()
    assert reason(objects_at("s3://bucket/registry"), operation) == "timed out"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("operation", ["put", "get"])
def test_a_server_that_hangs_up_is_named(s3: S3Server, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    with answering(b"") as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        assert reason(objects_at("s3://bucket/registry"), operation) == "the connection was lost"


def test_a_server_of_another_kind_is_named(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(b"SSH-2.0-OpenSSH_9.6\r\n\r\n") as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        assert reason(objects_at("s3://bucket/registry"), "get") == "its answer is none of an object store"


@every_operation
@pytest.mark.parametrize("status", ["403 AccessDenied", "403 SignatureDoesNotMatch", "401 Unauthorized"])
def test_refused_credentials_are_named(s3: S3Server, s3_place: str, operation: str, status: str) -> None:
    s3.fault = lambda _: status
    assert reason(objects_at(s3_place), operation) == DENIED


@every_operation
def test_a_bucket_that_vanished_is_named(s3: S3Server, operation: str) -> None:
    bucket = s3.bucket()
    storage = objects_at(f"s3://{bucket}/registry")
    s3.client.delete_bucket(Bucket=bucket)
    assert reason(storage, operation) == "no such bucket"


def test_a_bucket_that_vanishes_while_a_registry_is_open_is_named(s3: S3Server) -> None:
    bucket = s3.bucket()
    registry = registry_over(objects_at(f"s3://{bucket}/registry"))
    registry.publish(draft()).unwrap()
    for found in s3.client.list_objects_v2(Bucket=bucket)["Contents"]:
        s3.client.delete_object(Bucket=bucket, Key=found["Key"])
    s3.client.delete_bucket(Bucket=bucket)
    outcomes = (
        registry.publish(draft()),
        registry.list_all(),
        registry.load_params("default", "gb_residual", "batter"),
    )
    assert [reason_of(outcome) for outcome in outcomes] == ["no such bucket"] * 3


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("403 RequestTimeTooSkewed", "the clocks of this machine and of the server differ too much"),
        ("400 ExpiredToken", DENIED),
        ("400 KeyTooLongError", "the server refused it (400 KeyTooLongError)"),
        ("501 NotImplemented", "the server cannot do this (501 NotImplemented)"),
        ("503 SlowDown", "the server is busy or failing (503 SlowDown)"),
        ("307 TemporaryRedirect", "the bucket is elsewhere: check the region in the environment"),
    ],
)
def test_other_refusals_are_told_in_a_phrase(s3: S3Server, s3_place: str, status: str, told: str) -> None:
    s3.fault = lambda _: status
    assert reason(objects_at(s3_place), "get") == told


@pytest.mark.parametrize("cloud", ["google_place", "azure_place"])
@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("401 Unauthorized", DENIED),
        ("403 AuthenticationFailed", DENIED),
        ("404 NoSuchBucket", "no such bucket"),
        ("404 ContainerNotFound", "no such bucket"),
    ],
)
def test_other_clouds_are_read_the_same_way(
    s3: S3Server, request: pytest.FixtureRequest, cloud: str, status: str, told: str
) -> None:
    storage = objects_at(request.getfixturevalue(cloud))
    s3.fault = lambda _: status
    assert {reason(storage, operation) for operation in ("put", "get", "keys", "delete")} == {told}


def test_a_google_bucket_without_credentials_is_named(monkeypatch: pytest.MonkeyPatch, s3: S3Server) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/no/such/hunter2.json")
    assert reason(objects_at("gs://bucket/registry"), "get") == UNCONFIGURED


def test_an_azure_container_without_an_account_is_named(s3: S3Server) -> None:
    assert reason(objects_at("az://container/registry"), "get") == UNCONFIGURED


def test_without_credentials_that_is_said(s3: S3Server, monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", f"http://127.0.0.1:{free_port}")
    assert reason(objects_at("s3://bucket/registry"), "get") == "no credentials were found in the environment"


@pytest.mark.parametrize("address", ["", "http://", "s3.example.org", "http://[::1", "http://h:99999", "http://1.2.3"])
def test_an_endpoint_that_is_no_address_is_named_and_not_repeated(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    told = reason(objects_at("s3://bucket/registry"), "get")
    assert told == "AWS_ENDPOINT_URL is no address such as https://host"


def test_settings_that_the_library_cannot_read_are_a_failure(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "hunter2")
    told = reason(objects_at("s3://bucket/registry"), "get")
    assert told == UNCONFIGURED


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("s3://AKIA:hunter2@bucket/registry", "s3://bucket/registry"),
        ("s3://AKIA:hun/ter2@bucket/registry", "s3://bucket/registry"),
        ("s3://hunter2@bucket/registry", "s3://bucket/registry"),
        ("s3://bucket/registry?X-Amz-Signature=hunter2", "s3://bucket/registry"),
        ("az://container/registry?sig=hunter2", "az://container/registry"),
        ("abfss://container:hunter2@account.dfs.core.windows.net/r", "abfss://account.dfs.core.windows.net/r"),
        ("https://user:hunter2@example.org/registry?token=hunter2", "https://example.org/registry"),
    ],
)
def test_secrets_in_a_url_are_refused_and_not_repeated(url: str, place: str) -> None:
    failure = create_model_registry(url).list_all().failure()
    assert isinstance(failure, StorageFailure)
    assert failure.place == place
    assert "hunter2" not in repr(failure)


@pytest.mark.parametrize("url", ["s3://", "s3:///registry", "s3://b ucket", "gs://.x", "s3://bucket/../x", "s3://b//x"])
def test_urls_that_name_no_bucket_are_failures_of_every_operation(url: str) -> None:
    storage = open_storage(url)
    assert all(reason(storage, operation) for operation in OPERATIONS)


def test_a_forked_process_says_so_instead_of_waiting_for_ever(s3_place: str) -> None:
    objects_at(s3_place).put("a/1", b"x").unwrap()
    receiver, sender = get_context("fork").Pipe(duplex=False)
    child = get_context("fork").Process(target=look, args=(s3_place, sender))
    child.start()
    assert receiver.poll(10)
    assert "forked" in receiver.recv()
    child.join()


def look(place: str, sender: Connection) -> None:
    sender.send(reason_of(objects_at(place).get("a/1")))
