"""The part of a fine-tuned network above the games: it mixes a player's last games and tells his next rates.

Shapes: `c` games of a batch of contexts, one context after the other without padding, `w` contexts, `d` width,
`t` stats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fbm.adapters.neural.contextual_net import Block
from fbm.domain.models.contextual import EncoderSizes

ABOUT: Final = 3
"""Numbers known of a context besides its games: whether its season is new, and how many games and chances it has."""


class Contexts(NamedTuple):
    """Contexts as tensors, ordered by their count of games.

    Attributes
    ----------
    states : float32, shape (c, d)
        Of the games, the latest of a context last.
    age : int64, shape (c,)
        Games since, 0 for the latest.
    of : int64, shape (c,)
        Context of each game.
    events, chances : float32, shapes (c, t) and (c, 1)
    league : float32, shape (w, t)
        Rates of all players before.
    about : float32, shape (w, ABOUT)
    blocks : sequence of (int, int)
        Contexts with as many games: how many, and how many games each has.
    """

    states: Tensor
    age: Tensor
    of: Tensor
    events: Tensor
    chances: Tensor
    league: Tensor
    about: Tensor
    blocks: Sequence[tuple[int, int]]


class RatesNetwork(nn.Module):
    """Tells rates: those of the games so far, drawn towards the league's, times what the network makes of the games.

    How fast older games count for less, and how many chances the league counts for, is learned for each stat. A new
    network adds nothing to that.

    Parameters
    ----------
    sizes : EncoderSizes
        Of the pretrained network; the block above it has the same, with `positions` for the games of a context.
    context, stats : int
        Most games of a context; how many rates.
    """

    def __init__(self, sizes: EncoderSizes, context: int, stats: int) -> None:
        super().__init__()
        above = replace(sizes, dropout=0.1)
        self.norm_games = nn.LayerNorm(sizes.width)
        self.ages = nn.Embedding(context + 1, sizes.width)
        self.summary = nn.Parameter(torch.zeros(sizes.width))
        self.block = Block(above)
        self.norm = nn.LayerNorm(sizes.width)
        self.inner = nn.Linear(sizes.width + ABOUT + stats, sizes.width)
        self.out = nn.Linear(sizes.width, stats)
        self.log_prior = nn.Parameter(torch.full((stats,), 5.0))
        self.log_decay = nn.Parameter(torch.full((stats,), -5.0))

    def draw(self, generator: torch.Generator) -> None:
        """Draw weights; what leads to the rates starts at zero."""
        with torch.no_grad():
            for name, weight in self.named_parameters():
                if name.endswith("bias"):
                    weight.zero_()
                elif weight.ndim == 2:
                    scale = 0.02 if name.startswith("ages") else weight.shape[1] ** -0.5
                    weight.copy_(torch.randn(weight.shape, generator=generator) * scale)
            self.out.weight.zero_()

    def forward(self, contexts: Contexts) -> Tensor:
        """Tell the logarithms of rates, shape (w, t)."""
        base = self.base(contexts)
        pooled = self._mix(contexts)
        seen = torch.log(base / contexts.league.clamp(min=1e-6))
        inner = functional.gelu(self.inner(torch.cat([pooled, contexts.about, seen], dim=1)))
        inner = functional.dropout(inner, 0.1, self.training)
        result: Tensor = torch.log(base) + self.out(inner)
        return result

    def base(self, contexts: Contexts) -> Tensor:
        """Weigh the games by age and draw them towards the league, shape (w, t)."""
        weight = torch.exp(-torch.exp(self.log_decay) * contexts.age[:, None])  # (c, t)
        zeros = torch.zeros_like(contexts.league)
        events = zeros.index_add(0, contexts.of, weight * contexts.events)
        chances = zeros.index_add(0, contexts.of, weight * contexts.chances)
        prior = torch.exp(self.log_prior)
        return (events + prior * contexts.league.clamp(min=1e-6)) / (chances + prior)

    def _mix(self, contexts: Contexts) -> Tensor:
        """Attend over the games of each context and give the state of a token behind the last, shape (w, d)."""
        games = self.norm_games(contexts.states) + self.ages(contexts.age)
        parts, at = [], 0
        for count, length in contexts.blocks:
            block = games[at : at + count * length].view(count, length, -1)
            summary = self.summary.expand(count, 1, -1)
            parts.append(torch.cat([block, summary], dim=1).flatten(0, 1))
            at += count * length
        mixed = self.block(torch.cat(parts), [(count, length + 1) for count, length in contexts.blocks])
        lengths = torch.cat([torch.full((n,), t + 1, dtype=torch.int64) for n, t in contexts.blocks])
        result: Tensor = self.norm(mixed[(lengths.cumsum(0) - 1).to(mixed.device)])
        return result


def deviance(log_rates: Tensor, events: Tensor, chances: Tensor) -> Tensor:
    """Twice the Poisson log-likelihood that rates lack, shape (w, t); chances are > 0."""
    log_expected = torch.log(chances) + log_rates
    perfect = torch.xlogy(events, events) - events
    return 2 * (perfect - events * log_expected + torch.exp(log_expected))
