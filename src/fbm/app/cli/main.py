"""The front door of the command line: dispatches, and turns every end into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from fbm.app.cli.overview import overview

DONE = 0
REFUSED = 1
INTERRUPTED = 130


def run() -> None:
    """Console script: run the command line of this process and exit."""
    sys.exit(main(sys.argv[1:]))


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
        130 interrupted.
    """
    if list(argv) in ([], ["--help"], ["-h"]):
        sys.stdout.write(overview())
        return DONE
    try:
        return _dispatch(argv)
    except KeyboardInterrupt:
        return _say("Interrupted; nothing was left half done.", INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`fbm ml list | head`): what is buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        where = error.filename or "The disk"
        return _say(f"{where} cannot be used ({error.strerror}): make room or name another place with --home.", REFUSED)
    except Exception as error:
        if os.environ.get("FBM_DEBUG"):
            raise
        return _say(f"Unexpected {type(error).__name__}: {error}. Set FBM_DEBUG=1 to see where.", REFUSED)


def _dispatch(argv: Sequence[str]) -> int:
    # Start-up makes thousands of objects that live as long as the process: looking among them for garbage is wasted.
    gc.set_threshold(50_000)
    from fbm.app.cli.parser import run as run_command

    try:
        code = run_command(argv)
    except SystemExit as stop:
        code = stop.code
    sys.stdout.flush()
    return code if isinstance(code, int) else DONE


def _say(message: str, code: int) -> int:
    from fbm.app.cli.output import say

    say(message)
    return code
