"""Processes of this machine, told apart by what Linux knows of them; elsewhere nothing is known and nothing claimed."""

from __future__ import annotations

import os
from pathlib import Path

UNKNOWN = "unknown"


class LocalProcesses:
    """Names processes by the boot of their machine, their namespace, their number and when they began.

    Parameters
    ----------
    proc : Path
        Where the kernel tells about processes.
    """

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._proc = proc
        self._mine: tuple[int, str] | None = None

    def me(self) -> str:
        """Name this process."""
        number = os.getpid()
        # Kept for a process: a fork is another one, and asks anew.
        if self._mine is None or self._mine[0] != number:
            began = self._began(number)
            self._mine = (number, UNKNOWN if began is None else f"{self._house()}/{number}/{began}")
        return self._mine[1]

    def is_gone(self, name: str) -> bool:
        """Tell whether a process of this boot and namespace has ended; False for all others."""
        house, _, rest = name.partition("/")
        number, _, began = rest.partition("/")
        if not number.isdigit() or house != self._house() or house == UNKNOWN:
            return False
        return self._began(int(number)) != began

    def _house(self) -> str:
        try:
            boot = (self._proc / "sys/kernel/random/boot_id").read_text().strip()
            return f"{boot}:{os.stat(self._proc / 'self/ns/pid').st_ino}"
        except OSError:
            return UNKNOWN

    def _began(self, number: int) -> str | None:
        """Give when a process began, in ticks since the boot; None when there is none."""
        try:
            told = (self._proc / str(number) / "stat").read_text()
        except OSError:
            return None
        # What stands in brackets is the program's name, and may itself hold blanks and brackets.
        fields = told.rpartition(")")[2].split()
        return None if fields[0] in ("Z", "X") else fields[19]
