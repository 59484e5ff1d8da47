"""Season-level tracking figures: the files they are read from, and where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from returns.result import Result

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.ports.minors import CrosswalkSource
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, StoreError
from fbm.domain.seasons import Lines


class BoardFiles(Protocol):
    """Reads files with tracking figures."""

    def read(self, crosswalk: Crosswalk, progress: Progress) -> Result[Mapping[str, Lines], FileError]:
        """Read every file there is, lines by table; nothing is changed."""
        ...


class TrackingTables(CrosswalkSource, Protocol):
    """Keeps tracking figures beside the seasons, and the crosswalk."""

    def replace_tracking(self, tables: Mapping[str, Lines]) -> Result[None, StoreError]:
        """Replace tables of whole seasons at once; other tables and seasons stay.

        Returns
        -------
        Result of None
            `MixedSources` when a simulated league is held; nothing is changed then.
        """
        ...
