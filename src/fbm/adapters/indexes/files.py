"""An index in a file of its own, outside the registry: whoever may only read the registry can still have one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from fbm.adapters.indexes import rows
from fbm.domain.ports.index import Indexed


class IndexFile:
    """Remembers the records of one registry.

    The first line of the file is the SHA-256 of the rest; a file that was cut or altered counts as none.

    Parameters
    ----------
    folder : Path
        Where indexes are kept; the first one makes it.
    registry : str
        Which registry this is about: a path or URL.
    """

    def __init__(self, folder: Path, registry: str) -> None:
        self.path = folder / f"index-{hashlib.sha256(registry.encode()).hexdigest()[:16]}.json"

    def read(self) -> Mapping[str, Indexed]:
        """Read what is remembered; nothing when there is nothing that can be trusted."""
        try:
            check, _, data = self.path.read_bytes().partition(b"\n")
            if hashlib.sha256(data).hexdigest().encode() != check:
                return {}
            body = json.loads(data)
            return rows.from_body(body) if body["format"] == rows.FORMAT else {}
        except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
            # Derived data: whatever is wrong with it, the records themselves are read instead.
            return {}

    def write(self, records: Mapping[str, Indexed]) -> None:
        """Remember; a place that cannot be written to costs the next listing time and nothing else."""
        body = {"format": rows.FORMAT, **rows.to_body(records)}
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        aside = self.path.with_name(f".{self.path.name}-{os.urandom(8).hex()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            aside.replace(self.path)
        except OSError:
            with suppress(OSError):
                aside.unlink()
