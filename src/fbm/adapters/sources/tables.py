"""Writing one table: a file under the name of what it holds."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from fbm.adapters.sources.catalog import TableEntry
from fbm.adapters.sources.disk import write_durably
from fbm.adapters.sources.frames import frame_bytes, frame_digest


def write_table(directory: Path, name: str, frame: pl.DataFrame) -> TableEntry:
    """Write a frame under the name of what it holds; a file that is there already is written over, which mends it."""
    digest, data = frame_digest(frame), frame_bytes(frame)
    file = f"{name}-{digest.removeprefix('sha256:')[:16]}.parquet"
    write_durably(directory / file, data)
    return TableEntry(file=file, digest=digest, rows=len(frame), size=len(data))
