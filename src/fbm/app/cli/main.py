"""The front door of the command line: dispatches, and turns every end into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from fbm.app.cli.overview import overview
from fbm.app.cli.stopping import StoppedError, code_of, heed_signals

DONE = 0
REFUSED = 1


def run() -> None:
    """Console script: run the command line of this process and exit."""
    _stand_in()
    heed_signals()
    sys.exit(main(sys.argv[1:]))


def _stand_in() -> None:
    """Let streams that were closed lead nowhere, and replace what the output's encoding has no character for."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # In this order: each takes the lowest free number, which is its own, so that no data file gets it.
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def main(argv: Sequence[str]) -> int:
    """Run one command line.

    Parameters
    ----------
    argv : sequence of str
        What was typed after ``fbm``.

    Returns
    -------
    int
        The exit code: 0 done, 1 the world says no, 2 a command line that cannot be meant, 3 answered No,
        130 interrupted, 143 terminated (129 when the terminal was closed).
    """
    try:
        code = _dispatch(argv)
        _print("")
        return code
    except KeyboardInterrupt as stop:
        how = "Terminated" if isinstance(stop, StoppedError) else "Interrupted"
        return _say(f"{how}; nothing was left half done.", code_of(stop))
    except BrokenPipeError:
        # The reader of our output went away (`fbm ml list | head`): what is buffered has nowhere to go.
        _let_go()
        return DONE
    except OSError as error:
        return _say(_unusable(error), REFUSED)
    except Exception as error:
        if os.environ.get("FBM_DEBUG"):
            raise
        return _say(f"Unexpected {type(error).__name__}: {error}. Set FBM_DEBUG=1 to see where.", REFUSED)


def _dispatch(argv: Sequence[str]) -> int:
    if list(argv) in ([], ["--help"], ["-h"]):
        _print(overview())
        return DONE
    # Start-up makes thousands of objects that live as long as the process: looking among them for garbage is wasted.
    gc.set_threshold(50_000)
    from fbm.app.cli.parser import run as run_command

    try:
        code = run_command(argv)
    except SystemExit as stop:
        # The help's library ends with 1 when its reader went away.
        code = DONE if isinstance(stop.__context__, BrokenPipeError) else stop.code
    return code if isinstance(code, int) else DONE


def _print(text: str) -> None:
    """Write the map without what other answers load, and empty the output."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from fbm.app.cli.output import unwritten

        raise unwritten(error) from error


def _unusable(error: OSError) -> str:
    from fbm.app.cli.output import OUTPUT

    if error.filename == OUTPUT:
        _let_go()
        return f"The output cannot be written ({error.strerror}): make room where it goes."
    where = error.filename or "The disk"
    return f"{where} cannot be used ({error.strerror}): make room or name another place with --home."


def _let_go() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, code: int) -> int:
    from fbm.app.cli.output import say

    say(message)
    return code
