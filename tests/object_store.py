"""An S3 server in this process, to test with: it counts requests, and does on demand what networks do."""

from __future__ import annotations

import base64
import json
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from returns.result import Result

from fbm.adapters.storage.buckets import parse_bucket
from fbm.adapters.storage.objects import ObjectStorage
from fbm.domain.ports.storage import StorageFailure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKIATESTING", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_REGION": "us-east-1"}


class Seen(NamedTuple):
    """A request that came in."""

    method: str
    path: str


Fault = Callable[[Seen], str | None]
"""Says what goes wrong with a request: ``lost`` (carried out, no answer), or a status such as ``503 SlowDown``."""


class S3Server:
    """moto's S3. Requests take turns: the real one decides in one step whether a key is new, moto in two."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self.url = ""
        self.seen: list[Seen] = []
        self.fault: Fault | None = None
        self.honours_conditions = True
        self._turn = threading.Lock()
        self.buckets = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen = Seen(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        self.seen.append(seen)
        wrong = self.fault(seen) if self.fault else None
        if wrong not in (None, "lost"):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start_response(str(wrong), [("Content-Type", "application/xml")])
            return [f"<Error><Code>{str(wrong)[4:]}</Code></Error>".encode()]
        _translate(environ)
        if not self.honours_conditions:
            environ.pop("HTTP_IF_NONE_MATCH", None)
        with self._turn:
            answer = list(self.app(environ, start_response))
        if wrong == "lost":
            environ["werkzeug.socket"].shutdown(2)
        return answer

    def bucket(self) -> str:
        """Make a bucket; gives its name."""
        import boto3  # type: ignore[import-untyped]  # it has no types

        self.buckets += 1
        name = f"bucket{self.buckets}"
        self.client = boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="AKIATESTING",
            aws_secret_access_key="not-a-secret",
        )
        self.client.create_bucket(Bucket=name)
        return name

    def fill(self, bucket: str, keys: Iterable[str]) -> None:
        """Put empty objects, without a request for each."""
        from moto.s3.models import s3_backends

        backend = s3_backends["123456789012"]["aws"]
        for key in keys:
            backend.put_object(bucket, key, b"")

    def count(self, act: Callable[[], Any]) -> int:
        """Count the requests that something takes."""
        before = len(self.seen)
        act()
        return len(self.seen) - before


def _translate(environ: WSGIEnvironment) -> None:
    """Understand the dialect of Google's XML interface, which is otherwise that of S3; what it signs is not checked."""
    if not environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4"):
        environ["HTTP_AUTHORIZATION"] = "AWS4-HMAC-SHA256 Credential=AKIATESTING/20260101/us-east-1/s3/aws4_request"
    if environ.pop("HTTP_X_GOOG_IF_GENERATION_MATCH", None) == "0":
        environ["HTTP_IF_NONE_MATCH"] = "*"
    for header in [name for name in environ if name.startswith("HTTP_X_GOOG_META_")]:
        environ[header.replace("GOOG", "AMZ")] = environ.pop(header)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """The server; each test takes a bucket of its own."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    app = S3Server(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    app.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield app
    server.shutdown()


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """The server, with an environment that leads to it and nowhere else."""
    for variable in list(os.environ):
        if variable.startswith(("AWS_", "GOOGLE_", "AZURE_")) or variable.lower().endswith("_proxy"):
            monkeypatch.delenv(variable)
    for variable, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": s3_server.url}.items():
        monkeypatch.setenv(variable, value)
    yield s3_server
    s3_server.fault = None
    s3_server.honours_conditions = True


@pytest.fixture
def s3_place(s3: S3Server) -> str:
    """URL of a registry in an empty bucket."""
    return f"s3://{s3.bucket()}/team/registry"


@pytest.fixture
def google_place(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """URL of a registry in an empty bucket, reached the way Google's are."""
    account = {"client_email": "", "private_key": "", "private_key_id": "", "disable_oauth": True}
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT_KEY", json.dumps(account))
    monkeypatch.setenv("GOOGLE_BASE_URL", s3.url)
    return f"gs://{s3.bucket()}/team/registry"


@pytest.fixture
def azure_place(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """URL of a registry in Azure; who is asked does not speak Azure's language, and can only refuse."""
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", base64.b64encode(b"not-a-secret").decode())
    monkeypatch.setenv("AZURE_STORAGE_ENDPOINT", f"{s3.url}/account")
    return "az://container/team/registry"


def reason_of(result: Result[object, object]) -> str:
    """Why a storage would not; fails when it did, or when only a key was missing or taken."""
    failure = result.failure()
    assert isinstance(failure, StorageFailure)
    return failure.reason


def objects_at(url: str) -> ObjectStorage:
    """Open the storage a URL means, as the wiring does."""
    bucket = parse_bucket(url).unwrap()
    return ObjectStorage(bucket.place, bucket.open, proven=bucket.scheme != "s3")
