"""Streams that are closed, full, cut off or narrow end a command in a sentence or quietly, never in a traceback."""

from __future__ import annotations

import json
import os
import pty
import struct
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from fbm.app.registry.facade import ModelRegistry

FBM = f"'{sys.executable}' -m fbm"
MAP = ("", "ml", "data import")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("words", ["ml list", "data status", *(f"{group} --help" for group in MAP)])
def test_a_closed_output_is_a_wish_for_silence(home: Path, words: str) -> None:
    done = shell(f"{FBM} {words} >&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["ml info nope", "ml list --nope"])
def test_closed_messages_leave_the_exit_code(home: Path, words: str) -> None:
    codes = {shell(f"{FBM} {words} {to}").returncode for to in ("", "2>&-")}
    assert codes <= {1, 2}
    assert len(codes) == 1


@pytest.mark.parametrize("words", ["ml list", *(f"{group} --help" for group in MAP)])
def test_a_full_output_is_said(home: Path, words: str) -> None:
    done = shell(f"{FBM} {words} > /dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["--help", "ml list", "ml list --json", "data status"])
def test_a_full_output_is_not_taken_for_a_full_disk(home: Path, words: str, unbuffered: str) -> None:
    done = shell(f"{FBM} {words} > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert done.stderr == "fbm: The output cannot be written (No space left on device): make room where it goes.\n"


@pytest.mark.parametrize("words", ["ml list --json", *(f"{group} --help" for group in MAP)])
def test_a_reader_that_goes_away_is_a_quiet_end(home: Path, words: str) -> None:
    done = shell(f"{FBM} {words} | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


def test_nobody_can_say_yes_on_a_closed_input(published: ModelRegistry) -> None:
    done = shell(f"{FBM} ml delete default@3 <&-")
    assert (done.returncode, done.stderr) == (
        1,
        "fbm: default_v3 was kept: nobody said yes (add --yes to skip the question).\n",
    )


def test_what_the_encoding_lacks_is_replaced(published: ModelRegistry) -> None:
    published.annotate("default@1", "gb_residual", description="Gr\u00f6\u00dfe").unwrap()
    done = shell(f"{FBM} ml info default", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Gr??e" in done.stdout


def test_programs_lose_nothing_to_the_encoding(published: ModelRegistry) -> None:
    published.annotate("default@1", "gb_residual", description="Gr\u00f6\u00dfe").unwrap()
    done = shell(f"{FBM} ml info default --json", PYTHONIOENCODING="ascii")
    assert {model["description"] for model in json.loads(done.stdout)["models"]} == {"Gr\u00f6\u00dfe"}


def test_a_terminal_that_reports_no_columns_has_80(published: ModelRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, 0, 0, 0))
    with subprocess.Popen([sys.executable, "-m", "fbm", "ml", "list"], stdout=theirs) as running:
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
    assert running.returncode == 0
    assert shown.decode().replace("\r\n", "\n") == shell(f"{FBM} ml list").stdout


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
