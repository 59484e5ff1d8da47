"""What comes of plate appearances: counts drawn from shares, for batters and for pitchers who bat."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray

Shares = Mapping[str, FloatArray]
Counts = dict[str, IntArray]


def draw_outcomes(rng: np.random.Generator, chances: IntArray, shares: Shares) -> Counts:
    """Draw what plate appearances come to, for either side.

    Parameters
    ----------
    rng : Generator
    chances : int64, shape (m,)
        Plate appearances or batters faced.
    shares : mapping
        `hbp`, `bb` and `so` of all of them, `hr` of the rest, `babip` of what stays in play.

    Returns
    -------
    mapping of str to int64, shape (m,)
        `hbp`, `bb`, `so`, `hr`, `in_play` (outs and hits) and `hits` in play.
    """
    hbp = rng.binomial(chances, shares["hbp"])
    bb = rng.binomial(chances - hbp, shares["bb"] / (1 - shares["hbp"]))
    so = rng.binomial(chances - hbp - bb, shares["so"] / (1 - shares["hbp"] - shares["bb"]))
    contact = chances - hbp - bb - so
    hr = rng.binomial(contact, shares["hr"])
    hits = rng.binomial(contact - hr, shares["babip"])
    return {"hbp": hbp, "bb": bb, "so": so, "hr": hr, "in_play": contact - hr, "hits": hits}


def draw_batting(rng: np.random.Generator, chances: IntArray, shares: Shares) -> Counts:
    """Draw batting counts, all but runs, runs batted in and games.

    Parameters
    ----------
    rng : Generator
    chances : int64, shape (m,)
        Plate appearances.
    shares : mapping
        As in `draw_outcomes`, and `doubles`, `triples`, `sb`, `success`, `sh`.

    Returns
    -------
    mapping of str to int64, shape (m,)
    """
    drawn = draw_outcomes(rng, chances, shares)
    outs = drawn["in_play"] - drawn["hits"]
    sh = rng.binomial(outs, shares["sh"])
    sf = rng.binomial(outs - sh, 0.0145)
    doubles = rng.binomial(drawn["hits"], shares["doubles"])
    triples = rng.binomial(drawn["hits"] - doubles, shares["triples"] / (1 - shares["doubles"]))
    singles = drawn["hits"] - doubles - triples
    tries = rng.binomial(singles + drawn["bb"] + drawn["hbp"], shares["sb"])
    sb = rng.binomial(tries, shares["success"])
    return {
        "ab": chances - drawn["bb"] - drawn["hbp"] - sh - sf,
        "h": drawn["hits"] + drawn["hr"],
        "doubles": doubles,
        "triples": triples,
        "hr": drawn["hr"],
        "sb": sb,
        "cs": tries - sb,
        "bb": drawn["bb"],
        "so": drawn["so"],
        "ibb": rng.binomial(drawn["bb"], 0.03 + np.clip(shares["hr"], 0, 0.1)),
        "hbp": drawn["hbp"],
        "sh": sh,
        "sf": sf,
        "gidp": rng.binomial(outs - sh - sf, 0.042),
    }
