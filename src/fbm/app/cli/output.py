"""What goes where: answers on stdout, messages on stderr, and an exit code for every end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import NamedTuple, TypeVar

from returns.result import Failure, Result, Success

DONE = 0
REFUSED = 1
MEANINGLESS = 2
NO = 3

BOLD = "\033[1m"
PLAIN = "\033[0m"
"""What a terminal takes for the beginning and the end of bold text."""

OUTPUT = "standard output"
"""What an error of the output names, where one of a file names the file."""

Value = TypeVar("Value")
Error = TypeVar("Error")


class Complaint(NamedTuple):
    """A failure as a person reads it: one sentence, and the exit code that goes with it."""

    sentence: str
    code: int = REFUSED


def finish(
    result: Result[Value, Error], *, show: Callable[[Value], int | None], complain: Callable[[Error], Complaint]
) -> int:
    """End a command: show the value, or say the failure's sentence.

    Returns
    -------
    int
        0, or what `show` or the complaint says instead.
    """
    match result:
        case Success(value):
            return show(value) or DONE
        case Failure(error):
            return refuse(complain(error))
        case _:
            raise AssertionError(result)


def as_it_is(complaint: Complaint) -> Complaint:
    """Say a complaint unchanged, where a command's failures are complaints already."""
    return complaint


def refuse(complaint: Complaint) -> int:
    """Say a complaint on stderr and give its exit code."""
    say(complaint.sentence)
    return complaint.code


def say(message: str) -> None:
    """Print a message for people on stderr."""
    # Neither stream may be in the way of the exit code: what stands in stdout is written, or refused, at the end.
    with suppress(OSError):
        sys.stdout.flush()
    with suppress(OSError):
        sys.stderr.write(f"fbm: {printable(message)}\n")
        sys.stderr.flush()


def printable(text: str) -> str:
    """Escape what would move the cursor or colour a terminal: names and paths may come from anybody."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def write(text: str) -> None:
    """Print an answer on stdout; what would colour a terminal or move its cursor is escaped, but not our bold lines."""
    _put("\n".join(map(_harmless, text.split("\n"))))


def hand_over() -> None:
    """Give what was printed to whoever reads it, before a command that goes on."""
    with _of_the_output():
        sys.stdout.flush()


def _harmless(line: str) -> str:
    if line.isprintable():
        return line
    whole = line.startswith(BOLD) and line.endswith(PLAIN)
    inside = line[len(BOLD) : -len(PLAIN)] if whole else line
    escaped = "\t".join(map(printable, inside.split("\t")))
    return f"{BOLD}{escaped}{PLAIN}" if whole else escaped


def _put(text: str) -> None:
    with _of_the_output():
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


@contextmanager
def _of_the_output() -> Generator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritten(error) from error


def unwritten(error: OSError) -> OSError:
    """Tell an error of the output from one of the disk."""
    return OSError(error.errno, error.strerror, OUTPUT)


def write_json(value: object) -> None:
    """Print an answer as compact JSON on stdout; numbers that JSON does not know are refused, never invented."""
    escaped = (sys.stdout.encoding or "utf-8").lower() not in {"utf-8", "utf8"}
    _put(json.dumps(value, allow_nan=False, ensure_ascii=escaped, separators=(",", ":")))


def near(names: tuple[str, ...]) -> str:
    """Name near ones: ``Did you mean a, b?``, or nothing where none is near."""
    return f" Did you mean {', '.join(names)}?" if names else ""


def listed(items: tuple[object, ...], *, most: int = 8) -> str:
    """Join items with commas, the first `most` of them."""
    shown = ", ".join(str(item) for item in items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"
