"""Pitches a second of pretraining, beside a padded `nn.TransformerEncoder`: ``python benchmarks/contextual.py``.

Both take the same games in the same batches, hide the same words, have the same sizes and loss, and no attention
dropout. The padded one sees every token of a game that is there, through a padding mask; its games are drawn at random
into batches and filled up to the longest, as is usual. Figures of accuracy: `fbm contextual evaluate`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fbm.adapters.neural.contextual_encoder import shape_of
from fbm.adapters.neural.contextual_net import Batch, Encoder
from fbm.adapters.neural.contextual_tokens import Reader, scaler_of
from fbm.domain.contextual.games import Int64, Perspective, PlayerGames, player_games
from fbm.domain.contextual.hiding import draw
from fbm.domain.contextual.packing import batches, fields_of, lengths_of, pack
from fbm.domain.contextual.pitches import CATEGORICAL, VOCABULARIES, PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.models.contextual import SIZES
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.pitches import PitchSpec, simulate_pitches
from fbm.domain.simulation.spec import LeagueSpec

TOKENS = 4096


class Padded(nn.Module):
    """The same embeddings and guesses around torch's own encoder."""

    def __init__(self, like: Encoder) -> None:
        super().__init__()
        sizes = like.shape.sizes
        self.like = like
        layer = nn.TransformerEncoderLayer(
            sizes.width, sizes.heads, sizes.inner, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, sizes.layers, enable_nested_tensor=False)

    def forward(self, batch: Batch) -> Tensor:
        """Read games, each filled up to the longest."""
        lengths = torch.tensor([length for games, length in batch.blocks for _ in range(games)])
        unknown = torch.isnan(batch.numbers)
        numbers = torch.cat([batch.numbers.masked_fill(unknown, 0.0), unknown.float()], dim=1)
        like = self.like
        tokens = like.words(batch.codes) + like.numbers(numbers) + like.positions(batch.position)
        there = torch.arange(int(lengths.max()))[None, :] < lengths[:, None]
        filled = tokens.new_zeros(*there.shape, tokens.shape[1])
        filled[there] = tokens
        result: Tensor = self.encoder(filled, src_key_padding_mask=~there)[there]
        return result


def measure(arrays: PitchArrays, size: str, side: Perspective, seconds: float) -> tuple[float, float]:
    """Give pitches a second of both, taking turns so that a busy machine slows both alike; CPU time of one thread."""
    games = player_games(arrays, side)
    lengths = lengths_of(games, SIZES[size].positions)
    reader = Reader(arrays, VOCABULARIES, scaler_of(arrays.numbers))
    ours, like = (Encoder(shape_of(SIZES[size], VOCABULARIES)) for _ in range(2))
    steps = [_step(ours, ours, reader, games, side), _step(Padded(like), like, reader, games, side)]
    generator = np.random.default_rng(1)
    bucketed = batches(lengths, TOKENS, generator)
    mixed = np.array_split(generator.permutation(len(games)), len(bucketed))
    spent, pitches = [0.0, 0.0], [0, 0]
    for number, chosen in enumerate(zip(bucketed, mixed, strict=True)):
        for which in (0, 1):
            began = time.process_time()
            steps[which](chosen[which].astype(np.int64))
            if number:  # the first warms up
                spent[which] += time.process_time() - began
                pitches[which] += int(lengths[chosen[which]].sum()) - len(chosen[which])
        if sum(spent) > seconds:
            break
    return pitches[0] / spent[0], pitches[1] / spent[1]


def _step(
    module: nn.Module, encoder: Encoder, reader: Reader, games: PlayerGames, side: Perspective
) -> Callable[[Int64], None]:
    encoder.draw(torch.Generator().manual_seed(1))
    optimizer = torch.optim.AdamW(module.parameters(), lr=1e-3)
    generator = np.random.default_rng(2)

    def step(chosen: Int64) -> None:
        tokens = pack(reader.arrays, games, chosen, encoder.shape.sizes.positions)
        codes, _ = fields_of(reader.arrays, tokens, side)
        batch, wanted = reader.hidden_batch(tokens, side, draw(codes[:, : len(CATEGORICAL)], 0.15, generator))
        states = module(batch)
        loss = torch.zeros(())
        for name, words in wanted.items():
            rows = torch.nonzero(words).flatten()
            loss = loss + functional.cross_entropy(encoder.guesses[name](states[rows]), words[rows])
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()

    return step


def league() -> PitchArrays:
    """Pitches of a simulated season."""
    spec = LeagueSpec(first_season=2022, last_season=2022)
    (season,) = simulate_pitches(simulate_league(spec), spec, PitchSpec(games=400))
    return prepare(season)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="tiny,small")
    parser.add_argument("--seconds", type=float, default=10.0, help="CPU seconds for each row")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    arrays = league()
    print("size    games of   pitches/s   padded   ratio")
    sides: tuple[Perspective, ...] = ("batter", "pitcher")
    for size in asked.sizes.split(","):
        for side in sides:
            ours, padded = measure(arrays, size, side, asked.seconds)
            print(f"{size:6}  {side + 's':9}  {ours:9,.0f}  {padded:7,.0f}  {ours / padded:5.2f} x", flush=True)


if __name__ == "__main__":
    main()
