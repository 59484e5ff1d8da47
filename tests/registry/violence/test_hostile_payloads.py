"""Streams that run something when plain joblib reads them: refused here with a reason, and nothing runs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from tests.registry.violence.streams import HEAD, dumped, held, name, text

JOBLIB = JoblibSerializer()


def called(module: str, attribute: str, argument: str) -> bytes:
    """A call, inside a mapping."""
    return held(name(module, attribute) + text(argument) + b"\x85R")


def runs(canary: Path) -> dict[str, bytes]:
    """Streams that make a file when joblib reads them, or would if the way they try were open."""
    command, code = f"touch {canary}", f"open({str(canary)!r}, 'w').close()"
    opened = f"io\nopen\n(V{canary}\nVw\ntR".encode()
    plain = {
        "os-system": called("os", "system", command),
        "posix-system": called("posix", "system", command),
        "popen": called("os", "popen", command),
        "subprocess": held(name("subprocess", "getoutput") + text(command) + b"\x85R"),
        "eval": called("builtins", "eval", code),
        "exec": called("builtins", "exec", code),
        "global": held(b"cos\nsystem\n" + text(command) + b"\x85R"),
        "io-open": held(b"c" + opened),
        "inst": held(b"(" + text(command) + b"ios\nsystem\n"),
        "obj": held(b"(" + name("os", "system") + text(command) + b"o"),
        "newobj": held(name("subprocess", "Popen") + b"(" + text("touch") + text(str(canary)) + b"l\x85\x81"),
        "newobj-ex": held(name("subprocess", "Popen") + b")}" + text("args") + text(command) + b"s\x92"),
        "runstring": held(name("numpy.testing._private.utils", "runstring") + text(code) + b"}\x86R"),
        "joblib-call": held(name("joblib.numpy_pickle", "NumpyArrayWrapper.read") + text(command) + b"\x85R"),
        "dotted": held(name("numpy", "dtype.__class__") + text(command) + b"\x85R"),
        "import": called("importlib", "import_module", "antigravity"),
        "call-of-the-wrapper": held(name("joblib.numpy_pickle", "NumpyArrayWrapper") + b")R"),
        "call-of-ndarray": held(name("numpy", "ndarray") + b"K\x01\x85\x85R"),
        "load-inside": held(name("joblib", "load") + text(str(canary)) + b"\x85R"),
        "setattr": held(name("builtins", "setattr") + name("os", "system") + text("a") + b"K\x01\x87R"),
        "setstate": held(
            name("functools", "partial") + name("os", "system") + b"\x85\x81("
            + name("os", "system") + text(command) + b"\x85}Ntb)R"
        ),
        "as-a-key": HEAD + b"}" + name("os", "system") + text(command) + b"\x85RNs.",
        "memoised": held(b"h\x01h\x02\x85R", before=name("os", "system") + b"q\x010" + text(command) + b"q\x020"),
        "object-array": dumped({"x": np.array([Runs(code)], dtype=object)}),
        "object-scalar": held(name("numpy._core.multiarray", "scalar") + name("numpy", "dtype") + text("O8")
                              + b"\x89\x88\x87R" + text(command) + b"\x86R"),
        "protocol-0": b"(dp0\nVx\ncos\nsystem\n(V" + command.encode() + b"\ntRs.",
        "ext1": held(b"\x82\x01"),
        "ext2": held(b"\x83\x01\x00"),
        "ext4": held(b"\x84\x01\x00\x00\x00"),
        "persid": held(b"Pabc\n"),
        "binpersid": held(text("abc") + b"Q"),
        "buffer": held(b"\x97"),
    }  # fmt: skip
    victim = plain["os-system"]
    squeezed = {
        "zlib": zlib.compress(victim), "gzip": gzip.compress(victim), "bz2": bz2.compress(victim),
        "xz": lzma.compress(victim),
    }  # fmt: skip
    return {**plain, **squeezed}


class Runs:
    """Pickles into a call of `exec`."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self.code,)


NAMES = sorted(runs(Path("canary")))
ONLY_TRIED = {
    # These need more than a stream: a registered code, another Python; or they run after the test has looked.
    "joblib-call", "dotted", "call-of-ndarray", "call-of-the-wrapper", "import", "load-inside", "setattr", "newobj",
    "newobj-ex", "object-scalar", "ext1", "ext2", "ext4", "persid", "binpersid", "buffer", "popen",
}  # fmt: skip


@pytest.mark.parametrize("which", NAMES)
def test_what_would_run_is_refused_and_does_not(which: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    assert JOBLIB.loads(runs(canary)[which]).failure().reason
    assert not canary.exists()


@pytest.mark.parametrize("which", sorted(set(NAMES) - ONLY_TRIED))
def test_plain_joblib_does_run_it(which: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    joblib.load(io.BytesIO(runs(canary)[which]))
    assert canary.exists()
