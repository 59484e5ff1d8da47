"""Games of players as batches of tokens, one after the other and none of them padding.

A game is its pitches and, behind them, one token that stands for the whole: it sees them all. Games of a batch are
ordered by length, so those of one length lie side by side as a dense block.

Shapes: n pitches, m tokens of a batch, b games of a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.contextual.context import LATE
from fbm.domain.contextual.games import Int64, PlayerGames
from fbm.domain.contextual.pitches import CATEGORICAL, NUMERIC, Float32, Int16, PitchArrays, Vocabularies

KINDS: Final = ("pitch_batter", "pitch_pitcher", "game_batter", "game_pitcher")
"""What a token is, and from whose side the game is read: codes from 0."""

FIELDS: Final = (*CATEGORICAL, "pitch", "kind")
"""What is looked up for a token; each has rows of its own in one table."""

OWN_TURN: Final = 1 << 20
"""Plate appearance of a game's own token."""

CHUNK: Final = 64
"""Batches whose games are ordered by length together."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A batch.

    Attributes
    ----------
    rows : int64, shape (m,)
        Pitch of the token, -1 for a game's own.
    position : int64, shape (m,)
        Place in its game.
    turn : int64, shape (m,)
        Plate appearance within its game; a game's own token comes after all.
    blocks : tuple of (int, int)
        Games of one length: how many, and how many tokens each has; in order.
    games : int64, shape (b,)
        Index of each game.
    """

    rows: Int64
    position: Int64
    turn: Int64
    blocks: tuple[tuple[int, int], ...]
    games: Int64

    @property
    def ends(self) -> Int64:
        """Place of each game's own token, shape (b,)."""
        lengths = np.concatenate([np.full(count, length) for count, length in self.blocks])
        return np.asarray(np.cumsum(lengths) - 1, dtype=np.int64)


def lengths_of(games: PlayerGames, positions: int) -> Int64:
    """Tokens of each game, shape (g,)."""
    return np.asarray(np.minimum(np.diff(games.start), positions - 1) + 1, dtype=np.int64)


def pack(arrays: PitchArrays, games: PlayerGames, chosen: Int64, positions: int) -> Tokens:
    """Put games together.

    Parameters
    ----------
    arrays : PitchArrays
    games : PlayerGames
    chosen : int64, shape (b,)
        Index of each game; any order, at least one.
    positions : int
        Most tokens of a game.
    """
    lengths = lengths_of(games, positions)[chosen]
    order = np.argsort(lengths, kind="stable")
    chosen, lengths = chosen[order], lengths[order]
    first = np.cumsum(lengths) - lengths
    position = np.arange(lengths.sum()) - np.repeat(first, lengths)
    rows = games.rows[np.minimum(np.repeat(games.start[chosen], lengths) + position, len(games.rows) - 1)]
    turn = arrays.at_bat[rows].astype(np.int64)
    ends = np.cumsum(lengths) - 1
    rows[ends], turn[ends] = -1, OWN_TURN
    sizes, counts = np.unique(lengths, return_counts=True)
    blocks = tuple(zip(counts.tolist(), sizes.tolist(), strict=True))
    return Tokens(rows, position, turn, blocks, chosen)


def batches(lengths: Int64, tokens: int, generator: np.random.Generator | None = None) -> list[Int64]:
    """Share games out over batches, all of about the same count of tokens and each of similar lengths.

    Parameters
    ----------
    lengths : int64, shape (g,)
        Tokens of each game.
    tokens : int
        Of a batch, about.
    generator : numpy.random.Generator, optional
        Draws which games meet, and the order of the batches; left out: the same each time, shortest first.
    """
    order = np.arange(len(lengths)) if generator is None else generator.permutation(len(lengths))
    per_chunk = max(1, int(CHUNK * tokens / max(lengths.mean(), 1))) if generator is not None else len(order)
    found: list[Int64] = []
    for at in range(0, len(order), per_chunk):
        chunk = order[at : at + per_chunk]
        chunk = chunk[np.argsort(lengths[chunk], kind="stable")]
        cut = np.flatnonzero(np.diff(np.cumsum(lengths[chunk]) // tokens)) + 1
        found.extend(part for part in np.split(chunk, cut) if len(part))
    return found if generator is None else [found[place] for place in generator.permutation(len(found))]


def field_sizes(vocabularies: Vocabularies) -> tuple[int, ...]:
    """Count the codes of each of `FIELDS`."""
    return (*(vocabularies.size(name) for name in CATEGORICAL), LATE + 1, len(KINDS))


def offsets(vocabularies: Vocabularies) -> Int64:
    """Give the first row of each of `FIELDS` in the table that holds them all."""
    return np.cumsum([0, *field_sizes(vocabularies)[:-1]]).astype(np.int64)


def fields_of(arrays: PitchArrays, tokens: Tokens, perspective: str) -> tuple[Int16, Float32]:
    """Read the fields of a batch's tokens.

    Returns
    -------
    int16, shape (m, len(FIELDS)); float32, shape (m, len(NUMERIC))
        Codes without their offsets, and raw numbers; a game's own token has none.
    """
    game = tokens.rows < 0
    rows = np.where(game, 0, tokens.rows)
    codes = np.zeros((len(rows), len(FIELDS)), dtype=np.int16)
    codes[:, : len(CATEGORICAL)] = arrays.codes[rows]
    codes[:, -2] = np.minimum(arrays.pitch[rows], LATE)
    codes[game] = 0
    codes[:, -1] = KINDS.index(f"pitch_{perspective}") + 2 * game
    numbers = np.asarray(arrays.numbers[rows], dtype=np.float32)
    numbers[game] = np.nan
    return codes, numbers.reshape(len(rows), len(NUMERIC))
