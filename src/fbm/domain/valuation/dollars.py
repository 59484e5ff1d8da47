"""Money: shares of a whole that add up to it to the cent.

Shapes: `n` players.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray


def share_out(cents: int, weights: FloatArray) -> IntArray:
    """Share money out by weights, rounded by largest remainder.

    Parameters
    ----------
    cents : int
        Not negative.
    weights : float64, shape (n,)
        Not negative; if all are zero, everybody gets the same.

    Returns
    -------
    int64, shape (n,)
        Adds up to `cents` for n > 0. Who has more weight never gets less; the cents that rounding down leaves go to the
        largest remainders, of equal ones to whoever stands first.
    """
    if not len(weights):
        return np.zeros(0, dtype=np.int64)
    fair = weights if weights.sum() > 0 else np.ones(len(weights))
    # Divided by the greatest first, so that sums of the smallest numbers there are do not overflow the quotient.
    parts = fair / fair.max()
    exact = cents * (parts / parts.sum())
    whole: IntArray = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(fair)), -fair, whole - exact))
    whole[order[: cents - int(whole.sum())]] += 1
    return whole
