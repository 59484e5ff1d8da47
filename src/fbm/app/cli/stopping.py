"""Being told to end by another program: the same end as Ctrl-C has, with a code of its own."""

from __future__ import annotations

from types import FrameType
from typing import NoReturn

INTERRUPTED = 130


class StoppedError(KeyboardInterrupt):
    """A signal to end, in the place of an interrupt, so that whatever cleans up after one cleans up after it.

    Parameters
    ----------
    number : int
        Of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def heed_signals() -> None:
    """End as after Ctrl-C when told to terminate, or when the terminal is closed; a second time, end at once."""
    import signal

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_DFL)
        raise StoppedError(number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Whoever started us with nohup wants us to go on.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


def code_of(stop: KeyboardInterrupt) -> int:
    """Give the exit code of an interrupt."""
    return stop.code if isinstance(stop, StoppedError) else INTERRUPTED
