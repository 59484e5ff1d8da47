"""Plain files in a folder, for people who want the file and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from returns.result import Failure, Result, Success

from fbm.adapters.bundles.finishing import finish, why
from fbm.domain.ports.storage import StorageFailure


class PlainFolder:
    """Writes files into a folder.

    Parameters
    ----------
    folder : Path
        Made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, bytes]) -> Result[tuple[str, ...], StorageFailure]:
        """Write files by name, none if one of the names is taken; gives their paths."""
        taken = next((name for name in files if os.path.lexists(self.folder / name)), None)
        if taken is not None:
            return self._failed(f"writing {taken}", "there is a file already")
        written: list[str] = []
        for name, data in files.items():
            aside = self.folder / f".{name}-{os.urandom(8).hex()}"
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                aside.write_bytes(data)
                finish(aside, self.folder / name)
            except OSError as error:
                return self._failed(f"writing {name}", why(error))
            finally:
                aside.unlink(missing_ok=True)
            written.append(str(self.folder / name))
        return Success(tuple(written))

    def sidecar(self, facts: Mapping[str, object]) -> bytes:
        """Write facts as JSON for people."""
        return json.dumps(facts, indent=2, allow_nan=False).encode()

    def _failed(self, action: str, reason: str) -> Result[tuple[str, ...], StorageFailure]:
        return Failure(StorageFailure(str(self.folder), action, reason))
