"""Players of pitches among those of a projection."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fbm.domain.contextual.games import Int64
from fbm.domain.contextual.pitches import Int32
from fbm.domain.projection.batch import Batch


def rows_of_players(batch: Batch, mlbam: Mapping[str, str], players: Int32) -> Int64:
    """Find players by MLBAM id in a batch, shape (n,): -1 for those who are not in it."""
    place = {int(mlbam[one]): row for row, one in enumerate(batch.player_id.tolist()) if one in mlbam}
    return np.array([place.get(int(player), -1) for player in players], dtype=np.int64)
