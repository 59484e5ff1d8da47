"""The part of a fine-tuned network above the games: it weighs a player's last games and tells his next rates.

Shapes: `c` games of a batch of contexts, one context after the other, `w` contexts, `d` width, `t` stats,
`m` members.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

ABOUT: Final = 3
"""Numbers known of a context besides its games: whether its season is new, and how many games and chances it has."""

UNUSED: Final = 0.3
"""Share of what the games' states say that a training step leaves out."""

FEW: Final = 300.0
"""Chances whose states say half as much as those of many, before that is learned."""

STRONG: Final = 3.0
"""Means of many games vary less than games do."""


class Contexts(NamedTuple):
    """Contexts as tensors.

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
        Rates of all players, as a player's are drawn to them.
    about : float32, shape (w, ABOUT)
    """

    states: Tensor
    age: Tensor
    of: Tensor
    events: Tensor
    chances: Tensor
    league: Tensor
    about: Tensor


class Parts(NamedTuple):
    """Logarithms of rates, shape (w, t) each.

    Attributes
    ----------
    plain : float32
        A player's weighed results.
    blind : float32
        As told without seeing the games' states.
    seen : float32
        As told with them.
    """

    plain: Tensor
    blind: Tensor
    seen: Tensor


class RatesNetwork(nn.Module):
    """Tells rates: those of the games so far, drawn towards the league's, times what a network makes of the games.

    Several members, each with its own beginning, tell them; the mean of their logarithms counts. Blind ones do not see
    the games' states, only what came of the games: held against the others they show what the pitches are worth.

    Parameters
    ----------
    width : int
        Of the games' states.
    stats, members : int
    blind : int
        Members that are blind, besides.
    """

    def __init__(self, width: int, stats: int, members: int, blind: int = 0) -> None:
        super().__init__()
        self.middle = nn.Parameter(torch.zeros(width), requires_grad=False)
        self.spread = nn.Parameter(torch.ones(width), requires_grad=False)
        self.members = nn.ModuleList(Member(width, stats) for _ in range(members))
        self.blind = nn.ModuleList(Member(0, stats, width) for _ in range(blind))

    @property
    def voices(self) -> tuple[Member, ...]:
        """The members that see the states."""
        return tuple(one for one in self.members if isinstance(one, Member))

    @property
    def blind_voices(self) -> tuple[Member, ...]:
        """The members that do not."""
        return tuple(one for one in self.blind if isinstance(one, Member))

    def draw(self, generator: torch.Generator, states: Tensor) -> None:
        """Draw weights; what is usual of games' states, shape (g, d), is taken out of them from then on."""
        with torch.no_grad():
            self.middle.copy_(states.mean(0))
            self.spread.copy_(states.std(0).clamp(min=1e-3))
            for member in (*self.voices, *self.blind_voices):
                member.draw(generator)

    def forward(self, contexts: Contexts) -> Tensor:
        """Tell the logarithms of rates as the members that see tell them, shape (w, t)."""
        return self._mean(self.voices, contexts)

    def parts(self, contexts: Contexts) -> Parts:
        """Tell the logarithms of rates by how much is made of the games."""
        members = self.blind_voices or self.voices
        plain = torch.stack([torch.log(member.base(contexts)) for member in members]).mean(0)
        return Parts(plain, self._mean(members, contexts), self(contexts))

    def each(self, contexts: Contexts) -> Tensor:
        """Tell what each member says, blind ones last, shape (m, w, t)."""
        usual = self._usual(contexts)
        return torch.stack([member(usual) for member in (*self.voices, *self.blind_voices)])

    def _mean(self, members: tuple[Member, ...], contexts: Contexts) -> Tensor:
        usual = self._usual(contexts)
        return torch.stack([member(usual) for member in members]).mean(0)

    def _usual(self, contexts: Contexts) -> Contexts:
        return contexts._replace(states=(contexts.states - self.middle) / self.spread)


class Member(nn.Module):
    """One of the voices of a `RatesNetwork`.

    How fast older games count for less, and how many chances the league counts for, is learned for each stat; a new
    member adds nothing to that. What the states say is their mean, drawn to what is usual where little was seen.

    Parameters
    ----------
    width : int
        Of the states it sees; 0 for a blind one.
    stats : int
    inner : int, optional
        Units between its two layers; as many as the width if left out.
    """

    def __init__(self, width: int, stats: int, inner: int | None = None) -> None:
        super().__init__()
        units = width if inner is None else inner
        self.width = width
        self.inner = nn.Linear(width + ABOUT + stats, units)
        self.out = nn.Linear(units, stats)
        self.log_prior = nn.Parameter(torch.full((stats,), 5.0))
        self.log_decay = nn.Parameter(torch.full((stats,), -5.0))
        self.log_fade = nn.Parameter(torch.full((1,), -5.0))
        self.log_few = nn.Parameter(torch.full((1,), math.log(FEW)))

    def draw(self, generator: torch.Generator) -> None:
        """Draw weights; what leads to the rates starts at zero."""
        for layer in (self.inner, self.out):
            layer.bias.zero_()
        scale = self.inner.in_features**-0.5
        self.inner.weight.copy_(torch.randn(self.inner.weight.shape, generator=generator) * scale)
        self.out.weight.zero_()

    def forward(self, contexts: Contexts) -> Tensor:
        """Tell the logarithms of rates, shape (w, t)."""
        base = self.base(contexts)
        said = (functional.dropout(self.summary(contexts), UNUSED, self.training),) if self.width else ()
        seen = torch.log(base / contexts.league.clamp(min=1e-6))
        inner = functional.gelu(self.inner(torch.cat([*said, contexts.about, seen], dim=1)))
        inner = functional.dropout(inner, 0.1, self.training)
        result: Tensor = torch.log(base) + self.out(inner)
        return result

    def base(self, contexts: Contexts) -> Tensor:
        """Weigh the games by age and draw them towards the league, shape (w, t)."""
        weight = torch.exp(-torch.exp(self.log_decay) * contexts.age[:, None])  # (c, t)
        events, chances = (_added(contexts, weight * counts) for counts in (contexts.events, contexts.chances))
        prior = torch.exp(self.log_prior)
        return (events + prior * contexts.league.clamp(min=1e-6)) / (chances + prior)

    def summary(self, contexts: Contexts) -> Tensor:
        """Give the mean state of the games by age and chances, drawn to zero where there are few, shape (w, d)."""
        weight = torch.exp(-torch.exp(self.log_fade) * contexts.age[:, None]) * contexts.chances  # (c, 1)
        few = torch.exp(self.log_few)
        return STRONG * _added(contexts, weight * contexts.states) / (_added(contexts, weight) + few)


def _added(contexts: Contexts, values: Tensor) -> Tensor:
    """Add values of games up by context, shape (w, …)."""
    return torch.zeros(len(contexts.league), values.shape[1]).to(values).index_add(0, contexts.of, values)


def deviance(log_rates: Tensor, events: Tensor, chances: Tensor) -> Tensor:
    """Twice the Poisson log-likelihood that rates lack, shape (…, w, t); chances are > 0."""
    log_expected = torch.log(chances) + log_rates
    perfect = torch.xlogy(events, events) - events
    return 2 * (perfect - events * log_expected + torch.exp(log_expected))
