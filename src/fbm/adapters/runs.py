"""State of training runs, in a folder for each run under the home."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Final

CHECKPOINT: Final = "checkpoint.pt"


class RunFolder:
    """One run's state, as one file that is replaced in one step.

    Parameters
    ----------
    directory : Path
        Made when something is first kept.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @property
    def run(self) -> str:
        """Name of the run."""
        return self._directory.name

    @property
    def place(self) -> str:
        """Where the state is kept."""
        return str(self._directory)

    def kept(self) -> bool:
        """Tell whether there is a state."""
        return (self._directory / CHECKPOINT).exists()

    def load(self) -> bytes | None:
        """Give the last state that was kept; None where there is none."""
        try:
            return (self._directory / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def save(self, state: bytes) -> None:
        """Keep a state instead of the last one: flushed to disk under another name, then renamed."""
        self._directory.mkdir(parents=True, exist_ok=True)
        aside = self._directory / f".{uuid.uuid4().hex}.unfinished"
        try:
            with aside.open("xb") as opened:
                opened.write(state)
                opened.flush()
                os.fsync(opened.fileno())
            aside.replace(self._directory / CHECKPOINT)
        except OSError as error:  # a full disk must not be filled by what is no use
            aside.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(self._directory)) from error
        self._sync()

    def clear(self) -> None:
        """Let go of the state, and of what a kill left half written."""
        for path in (self._directory / CHECKPOINT, *self._directory.glob(".*.unfinished")):
            path.unlink(missing_ok=True)
        if self._directory.is_dir() and not any(self._directory.iterdir()):
            self._directory.rmdir()

    def _sync(self) -> None:
        handle = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
