"""Hostile bytes: refused with a reason, and a canary proves that nothing in them ran."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from fbm.adapters.manifests.canonical import seal
from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer

HEAD = b"\x80\x04"


class Runs:
    """Pickles into a call of `os.system`."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self.command,)


def text(value: str) -> bytes:
    return b"\x8c" + bytes([len(value)]) + value.encode()


def streams(command: str) -> dict[str, bytes]:
    """Name streams that do harm when plain joblib reads them, or try to."""
    runs = pickle.dumps({"x": Runs(command)}, protocol=4)
    system = text("os") + text("system") + b"\x93"
    call = text(command) + b"\x85R"
    buffer = io.BytesIO()
    joblib.dump({"x": np.array([Runs(command)], dtype=object)}, buffer)
    array = io.BytesIO()
    joblib.dump({"x": np.arange(3.0)}, array)
    return {
        "reduce": runs,
        "stack-global": HEAD + system + call + b".",
        "global": HEAD + b"cos\nsystem\n" + call + b".",
        "eval": HEAD + text("builtins") + text("eval") + b"\x93" + text("1+1") + b"\x85R.",
        "inst": HEAD + b"(" + text(command) + b"ios\nsystem\n.",
        "obj": HEAD + b"(" + system + text(command) + b"o.",
        "newobj": HEAD + system + text(command) + b"\x85\x81.",
        "newobj-ex": HEAD + system + text(command) + b"\x85}\x92.",
        "build": HEAD + text("types") + text("SimpleNamespace") + b"\x93)R}" + text("a") + b"K\x01sb.",
        "ext": HEAD + b"\x82\x01.",
        "persid": HEAD + b"Pabc\n.",
        "binpersid": HEAD + text("abc") + b"Q.",
        "numpy-gadget": HEAD + text("numpy.testing._private.utils") + text("runstring") + b"\x93)R.",
        "object-array": buffer.getvalue(),
        "zlib": zlib.compress(runs),
        "gzip": gzip.compress(runs),
        "bz2": bz2.compress(runs),
        "bomb": zlib.compress(bytes(50_000_000)),
        "absurd-shape": array.getvalue().replace(
            b"\x8c\x05shape\x94K\x03\x85", b"\x8c\x05shape\x94J\xff\xff\xff\x7f\x85"
        ),
        "protocol-0": pickle.dumps({"x": Runs(command)}, protocol=0),
        "protocol-2": pickle.dumps({"x": Runs(command)}, protocol=2),
        "deep": HEAD + b"]" * 100_000 + b"a" * 99_999 + b".",
        "deep-mapping": HEAD + b"}" + text("x") + b"]" * 200 + b"a" * 199 + b"s.",
        "number-key": pickle.dumps({1: 2}, protocol=4),
        "set": pickle.dumps({"x": {1}}, protocol=4),
        "no-mapping": pickle.dumps([1, 2], protocol=4),
        "class": HEAD + b"}" + text("x") + text("numpy") + text("ndarray") + b"\x93s.",
        "long-length": HEAD + b"\x8d" + b"\xff" * 8 + b".",
        "empty": b"",
        "junk": b"\x80\x04" + bytes(range(256)),
    }


NAMES = sorted(streams("true"))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_streams_are_refused_and_nothing_runs(name: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    refused = JoblibSerializer().loads(streams(f"touch {canary}")[name])
    assert refused.failure().reason
    assert not canary.exists()


def test_plain_joblib_does_run_what_is_refused_here(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    joblib.load(io.BytesIO(streams(f"touch {canary}")["reduce"]))
    assert canary.exists()


def test_a_stream_cut_anywhere_is_refused() -> None:
    data = JoblibSerializer().dumps({"a": [1.0, "x"], "b": np.arange(5.0)}).unwrap()
    assert all(
        JoblibSerializer().loads(data[:length]).map(lambda _: False).value_or(True) for length in range(len(data))
    )


def altered(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A manifest with something changed and a check that matches the change."""
    from fbm.adapters.manifests.release_v1 import ReleaseV1
    from tests.registry.samples import release

    record: dict[str, Any] = ReleaseV1.from_domain(release()).model_dump(mode="json")
    change(record)
    return seal(record)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


MANIFESTS: dict[str, Callable[[], bytes]] = {
    "not-json": lambda: b"{",
    "not-utf8": lambda: b'{"a": "\xff"}',
    "a-list": lambda: b"[]",
    "nan": lambda: b'{"a": NaN}',
    "infinity": lambda: b'{"a": 1e999}',
    "twice": lambda: b'{"a": 1, "a": 2}',
    "deep": lambda: b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no-check": lambda: json.dumps({"format": "fbm-release/1"}).encode(),
    "other-format": lambda: altered(lambda record: record.update(format="fbm-release/9")),
    "digest-path": lambda: altered(lambda r: r["parts"]["batter"]["artifact"].update(digest="sha256:../../etc/passwd")),
    "text-version": lambda: altered(lambda record: record.update(version="1")),
    "true-version": lambda: altered(lambda record: record.update(version=True)),
    "stranger": lambda: altered(lambda record: record["parts"].update(goalkeeper=record["parts"]["batter"])),
    "no-parts": lambda: altered(lambda record: record.pop("parts")),
    "bad-time": lambda: altered(lambda record: record.update(created_at="yesterday")),
    "deep-config": lambda: altered(lambda record: record["parts"]["batter"].update(config={"a": nested(60)})),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_hostile_manifests_are_refused_with_a_reason(name: str) -> None:
    assert JsonRecordReader().release(MANIFESTS[name]()).failure().reason


def test_an_unaltered_manifest_is_read() -> None:
    assert JsonRecordReader().release(altered(lambda record: record)).unwrap().base_name == "default"


def test_keys_of_a_later_format_live_on() -> None:
    read = JsonRecordReader().release(altered(lambda record: record.update(later={"a": 1}))).unwrap()
    assert read.extra == {"later": {"a": 1}}
