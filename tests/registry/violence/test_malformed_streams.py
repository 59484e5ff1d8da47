"""Streams that are broken, absurd or endless: refused with a reason, within bounds of time and memory."""

from __future__ import annotations

import gzip
import lzma
import pickle
import random
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from returns.pipeline import is_successful

from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from tests.registry.violence.streams import HEAD, dumped, held, name, text

JOBLIB = JoblibSerializer()


def array_stream(array: np.ndarray[Any, Any], old: bytes, new: bytes) -> bytes:
    """A stream of an array with one place changed."""
    data = dumped({"x": array})
    assert data.count(old) == 1, data
    changed = data.replace(old, new)
    # The first frame tells its length; the change may have made it longer.
    return changed[:3] + struct.pack("<Q", struct.unpack("<Q", data[3:11])[0] + len(new) - len(old)) + changed[11:]


def one_with_shape(shape: bytes) -> bytes:
    """An array of one number that says it has another shape."""
    before = text("shape") + b"\x94"
    return array_stream(np.arange(1.0), before + b"K\x01\x85", before + shape)


def three_with_shape(shape: bytes) -> bytes:
    """An array of three numbers that says it has another shape."""
    before = text("shape") + b"\x94"
    return array_stream(np.arange(3.0), before + b"K\x03\x85", before + shape)


MALFORMED: dict[str, Callable[[], bytes]] = {
    "key-nested-without-end": lambda: HEAD + b"})" + b"\x85" * 500_000 + b"Ns.",
    "keys-nested-without-end": lambda: HEAD + b"}()" + b"\x85" * 500_000 + b"Nu.",
    "tuples-without-end": lambda: held(b")" + b"\x85" * 500_000),
    "inside-itself": lambda: held(b"]\x94h\x00a"),
    "mapping-inside-itself": lambda: HEAD + b"}\x94" + text("x") + b"h\x00s.",
    "shallow-first-then-deep": lambda: HEAD + b"}" + text("x") + b"(" + b"]q\x00"
    + b"".join(b"]h%caq%c" % (i, i + 1) for i in range(200)) + b"ts.",
    "billion-laughs": lambda: held(b"]" + b"".join(b"\x94](h%ch%ce" % (i, i) for i in range(40))),
    "number-of-two-gigabytes": lambda: held(b"\x8b\xff\xff\xff\x7f"),
    "number-of-a-megabyte": lambda: held(b"\x8b" + struct.pack("<i", 1_000_000) + b"\x01" * 1_000_000),
    "decimal-number": lambda: held(b"L" + b"9" * 100_000 + b"L\n"),
    "text-of-four-gigabytes": lambda: held(b"X\xff\xff\xff\xff"),
    "text-of-an-exabyte": lambda: held(b"\x8d" + b"\xff" * 7 + b"\x0f"),
    "bytes-of-an-exabyte": lambda: held(b"\x8e" + b"\xff" * 7 + b"\x0f"),
    "bytearray-of-an-exabyte": lambda: held(b"\x96" + b"\xff" * 7 + b"\x0f"),
    "frame-of-an-exabyte": lambda: HEAD + b"\x95" + b"\xff" * 7 + b"\x0f}.",
    "frame-cut-short": lambda: HEAD + b"\x95" + struct.pack("<Q", 100) + b"}.",
    "something-after-its-end": lambda: dumped({"x": 1}) + b"}",
    "two-streams": lambda: dumped({"x": 1}) * 2,
    "absurd-shape": lambda: three_with_shape(b"J\xff\xff\xff\x7f\x85"),
    "negative-shape": lambda: three_with_shape(b"J\xff\xff\xff\xff\x85"),
    "true-shape": lambda: one_with_shape(b"\x88\x85"),
    "shape-of-floats": lambda: one_with_shape(b"G?\xf0" + bytes(6) + b"\x85"),
    "shape-of-many-sides": lambda: one_with_shape(b"(" + b"K\x01" * 40 + b"t"),
    "longer-than-its-bytes": lambda: three_with_shape(b"K\x09\x85"),
    "shorter-than-its-bytes": lambda: three_with_shape(b"K\x01\x85"),
    "object-elements": lambda: array_stream(np.arange(3.0), text("f8"), text("O8")),
    "void-elements": lambda: array_stream(np.arange(3.0), text("f8"), text("V8")),
    "structured-elements": lambda: array_stream(np.arange(3.0), text("f8"), text("f4,f4")),
    "wide-elements": lambda: array_stream(np.arange(3.0), text("f8"), text("U99999999")),
    "composed-elements": lambda: dumped({"x": np.zeros(2, dtype=[("a", "f8")])}),
    "remarks-on-elements": lambda: dumped({"x": np.zeros(2, dtype=np.dtype("f8", metadata={"a": 1}))}),
    "boolean-that-is-neither": lambda: dumped({"x": np.array([2], dtype="u1").view("?")}),
    "character-that-is-none": lambda: dumped({"x": np.array([0x7FFFFFFF], dtype="u4").view("U1")}),
    "subclass": lambda: dumped({"x": np.ones(2).view(np.rec.recarray)}),
    "scalar-too-short": lambda: held(name("numpy._core.multiarray", "scalar") + name("numpy", "dtype") + text("f8")
                                     + b"\x89\x88\x87RC\x04abcd\x86R"),
    "dtype-alone": lambda: held(name("numpy", "dtype") + text("f8") + b"\x89\x88\x87R"),
    "name-alone": lambda: held(name("numpy", "dtype")),
    "key-without-a-value": lambda: HEAD + b"}(" + text("x") + b"u.",
    "item-of-a-list": lambda: HEAD + b"}" + text("x") + b"]" + text("a") + b"Nss.",
    "state-of-a-list": lambda: held(b"]}b"),
    "mark-alone": lambda: HEAD + b"(.",
    "nothing-on-the-stack": lambda: HEAD + b".",
    "unknown-instruction": lambda: HEAD + b"\xfe.",
    "unknown-protocol": lambda: b"\x80\x04\x80\x63}.",
    "protocol-3": lambda: pickle.dumps({"x": 1}, protocol=3),
    "memo-that-is-not-there": lambda: held(b"h\x07"),
    "not-utf8": lambda: held(b"\x8c\x01\xff"),
    "frozenset": lambda: pickle.dumps({"x": frozenset({1})}, protocol=4),
    "path": lambda: pickle.dumps({"x": Path("x")}, protocol=4),
    "bomb": lambda: zlib.compress(bytes(100_000_000)),
    "bomb-in-a-bomb": lambda: gzip.compress(lzma.compress(bytes(100_000_000))),
}  # fmt: skip


@pytest.mark.parametrize("which", MALFORMED)
def test_what_is_malformed_is_refused_within_bounds(which: str) -> None:
    data = MALFORMED[which]()
    tracemalloc.start()
    try:
        refused = JOBLIB.loads(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.failure().reason.isprintable()
    assert peak < 10_000_000 + 200 * len(data)


def test_every_change_of_one_byte_is_read_as_plain_data_or_refused() -> None:
    data = JOBLIB.dumps({"a": [1.0, "x", (1, 2)], "b": np.arange(5.0), "c": np.array(["x"]), "d": {"e": b"f"}}).unwrap()
    rng = random.Random(7)
    for place in range(len(data)):
        for value in (0, 255, data[place] ^ 1, rng.randrange(256), rng.choice(b"()]}0.bRsu\x81\x85\x93\x94")):
            changed = data[:place] + bytes([value]) + data[place + 1 :]
            outcome = JOBLIB.loads(changed)
            assert outcome.map(lambda read: is_successful(JOBLIB.dumps(read))).value_or(True)


@pytest.mark.parametrize("end", [b"", b"."])
def test_a_small_stream_cut_anywhere_is_refused(end: bytes) -> None:
    data = dumped({"a": [1.0, "x"], "b": np.arange(5.0)})
    assert all(JOBLIB.loads(data[:length] + end).failure().reason for length in range(len(data) - 1))
