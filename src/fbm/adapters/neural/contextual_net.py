"""The network that reads games of pitches: fields looked up and added, blocks of attention within each game.

Shapes: `m` tokens of a batch, one game after the other without padding, `b` games, `d` width, `f` fields looked up,
`x` numbers, `h` heads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fbm.domain.models.contextual import EncoderSizes


class Batch(NamedTuple):
    """Games as tensors.

    Attributes
    ----------
    codes : int64, shape (m, f)
        Rows of the table of words, offsets added.
    numbers : float32, shape (m, x)
        Standardised, NaN where unknown.
    position, turn : int64, shape (m,)
        Place and plate appearance in the game.
    blocks : sequence of (int, int)
        Games of one length: how many, and tokens of each.
    ends : int64, shape (b,)
        Place of each game's own token.
    """

    codes: Tensor
    numbers: Tensor
    position: Tensor
    turn: Tensor
    blocks: Sequence[tuple[int, int]]
    ends: Tensor

    def to(self, device: str) -> Batch:
        """Move to a device."""
        moved = [tensor.to(device) for tensor in (self.codes, self.numbers, self.position, self.turn, self.ends)]
        return Batch(moved[0], moved[1], moved[2], moved[3], self.blocks, moved[4])

    def seen(self, *, own: bool) -> list[Tensor]:
        """Tell what each token sees: its plate appearance, and those before it unless `own`; bool (games, 1, t, t)."""
        turns = torch.split(self.turn, [games * length for games, length in self.blocks])
        shaped = [turn.view(games, length) for turn, (games, length) in zip(turns, self.blocks, strict=True)]
        pairs = [(turn[:, None, :, None], turn[:, None, None, :]) for turn in shaped]
        return [here == there if own else here >= there for here, there in pairs]


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything a network's tensors hang on.

    Attributes
    ----------
    sizes : EncoderSizes
    words : int
        Rows of the table of words.
    numbers : int
    heads : mapping of str to int
        Fields that are guessed, and how many codes each has.
    """

    sizes: EncoderSizes
    words: int
    numbers: int
    heads: Mapping[str, int]


class Block(nn.Module):
    """Attention among the tokens of each game, and two linear layers; normalised before each.

    References
    ----------
    Xiong et al., On layer normalization in the transformer architecture (ICML 2020).
    """

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.dropout = sizes.dropout
        self.norm_attention = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_inner = nn.LayerNorm(width)
        self.inner = nn.Linear(width, sizes.inner)
        self.outer = nn.Linear(sizes.inner, width)

    def forward(
        self, tokens: Tensor, blocks: Sequence[tuple[int, int]], seen: Sequence[Tensor] | None = None
    ) -> Tensor:
        """Transform (m, d) to (m, d); each token sees what `seen` says, or those before it and itself."""
        mixed = self.out(self._attend(self.query_key_value(self.norm_attention(tokens)), blocks, seen))
        tokens = tokens + self._drop(mixed)
        inner = functional.gelu(self.inner(self.norm_inner(tokens)))
        result: Tensor = tokens + self._drop(self.outer(inner))
        return result

    def _attend(self, packed: Tensor, blocks: Sequence[tuple[int, int]], seen: Sequence[Tensor] | None) -> Tensor:
        """Attend game by game, games of one length at once: (m, 3 d) to (m, d)."""
        width = packed.shape[1] // 3
        results = []
        parts = torch.split(packed, [games * length for games, length in blocks])
        for number, (part, (games, length)) in enumerate(zip(parts, blocks, strict=True)):
            split = part.view(games, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
            mask = None if seen is None else seen[number]
            mixed = functional.scaled_dot_product_attention(
                split[0], split[1], split[2], attn_mask=mask, is_causal=mask is None
            )
            results.append(mixed.transpose(1, 2).reshape(games * length, width))
        return torch.cat(results)

    def _drop(self, values: Tensor) -> Tensor:
        return functional.dropout(values, self.dropout, self.training) if self.dropout else values


class Encoder(nn.Module):
    """Reads games; guesses hidden fields of their pitches.

    Parameters
    ----------
    shape : Shape
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.sizes.width
        self.shape = shape
        self.words = nn.EmbeddingBag(shape.words, width, mode="sum")
        self.numbers = nn.Linear(2 * shape.numbers, width)
        self.positions = nn.Embedding(shape.sizes.positions, width)
        self.blocks = nn.ModuleList(Block(shape.sizes) for _ in range(shape.sizes.layers))
        self.norm = nn.LayerNorm(width)
        self.guesses = nn.ModuleDict({name: nn.Linear(width, codes) for name, codes in shape.heads.items()})

    def draw(self, generator: torch.Generator) -> None:
        """Draw weights; each block begins as one that adds little."""
        depth = (2 * len(self.blocks)) ** -0.5
        with torch.no_grad():
            for name, weight in self.named_parameters():
                if name.endswith("bias"):
                    weight.zero_()
                elif weight.ndim == 2:
                    scale = 0.02 if name.startswith(("words", "positions")) else weight.shape[1] ** -0.5
                    shrunk = depth if name.endswith(("out.weight", "outer.weight")) else 1.0
                    weight.copy_(torch.randn(weight.shape, generator=generator) * scale * shrunk)

    def forward(self, batch: Batch) -> Tensor:
        """Read games.

        Returns
        -------
        float32, shape (m, d)
            State at each token; a game's own token has that of the whole game.
        """
        unknown = torch.isnan(batch.numbers)
        numbers = torch.cat([batch.numbers.masked_fill(unknown, 0.0), unknown.to(batch.numbers.dtype)], dim=1)
        tokens = self.words(batch.codes) + self.numbers(numbers) + self.positions(batch.position)
        # The first block sums a plate appearance up, so that the others can tell one from the next.
        own, seen = batch.seen(own=True), batch.seen(own=False)
        for number, block in enumerate(self.blocks):
            tokens = block(tokens, batch.blocks, seen if number else own)
        result: Tensor = self.norm(tokens)
        return result

    def games(self, batch: Batch) -> Tensor:
        """Read games and give the state of each, shape (b, d)."""
        result: Tensor = self(batch)[batch.ends]
        return result
