"""A fine-tuned model: a pretrained network, what mixes a player's last games, and the rates it tells of his next ones.

Shapes: `g` games of players, `w` contexts, `t` stats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from fbm.adapters.neural.contextual_encoder import PretrainedEncoder
from fbm.adapters.neural.contextual_rates_net import Contexts, RatesNetwork
from fbm.adapters.neural.device import one_thread
from fbm.adapters.neural.tensors import arrays_of_module, load_module
from fbm.domain.contextual.games import GameCounts, Int64, Perspective, PlayerGames, plate_appearances, player_games
from fbm.domain.contextual.next_games import NextGames, outcomes_of, plain_rates
from fbm.domain.contextual.pitches import Float32, PitchArrays
from fbm.domain.contextual.windows import (
    RateTable,
    WindowPlan,
    Windows,
    cut_windows,
    rate_table,
    summed,
    usual_of,
    windows_before,
)
from fbm.domain.features.identity import entry
from fbm.domain.models.contextual import FinetuneSpec
from fbm.domain.ports.contextual import PlayerRates
from fbm.domain.seasons import FloatArray

FORMAT: Final = "pitch-rates/3"
OLDER: Final = "pitch-rates/2"
"""Format that is read as well. It has neither `trust` nor `sight`, which were 1, nor the settings `LATER`."""
LATER: Final = frozenset({"look_back", "lately", "folds", "blind"})
AT_ONCE: Final = 512

States = Callable[[Int64], Tensor]
"""Gives the states of games, float32, shape (c, d)."""


@dataclass(frozen=True, slots=True)
class Career:
    """Players' games with what came of them, from one side.

    Attributes
    ----------
    arrays : PitchArrays
    games : PlayerGames
    counts : GameCounts
    table : RateTable
    """

    arrays: PitchArrays
    games: PlayerGames
    counts: GameCounts
    table: RateTable


def career_of(arrays: PitchArrays, perspective: Perspective, spec: FinetuneSpec) -> Career:
    """Lay players' games out."""
    counts = plate_appearances(arrays, perspective)
    table = rate_table(counts, spec.stats, perspective, spec.lately)
    return Career(arrays, player_games(arrays, perspective), counts, table)


@dataclass(frozen=True, slots=True)
class ContextualRates:
    """Tells the rates of players' next games.

    Attributes
    ----------
    perspective : {"batter", "pitcher"}
    spec : FinetuneSpec
    encoder : PretrainedEncoder
    network : RatesNetwork
    blend : mapping of stat to float
        Weight beside the pipeline, in [0, 1].
    trust, sight : mapping of stat to float
        Shares that are told, in [0, 1]: of what the network adds to a player's weighed results without seeing his
        pitches, and of what it adds to that by seeing them.
    """

    perspective: Perspective
    spec: FinetuneSpec
    encoder: PretrainedEncoder
    network: RatesNetwork
    blend: Mapping[str, float]
    trust: Mapping[str, float]
    sight: Mapping[str, float]

    @property
    def stats(self) -> tuple[str, ...]:
        """The stats told."""
        return self.spec.stats

    @property
    def plan(self) -> WindowPlan:
        """Which games it looks at."""
        return plan_of(self.spec)

    def with_blend(self, blend: Mapping[str, float]) -> ContextualRates:
        """Give the same model with other weights beside the pipeline."""
        return replace(self, blend=dict(blend))

    def with_shares(self, shares: Mapping[str, Mapping[str, float]]) -> ContextualRates:
        """Give the same model with another `trust` and `sight`."""
        return replace(self, trust=dict(shares["trust"]), sight=dict(shares["sight"]))

    def rates_before(self, arrays: PitchArrays, season: int) -> PlayerRates:
        """Tell the rates of a season by the games before it; pitches of it or later are not looked at."""
        known = arrays.take(np.asarray(arrays.season) < season)
        career = career_of(known, self.perspective, self.spec)
        windows = windows_before(career.counts, season, self.plan)
        return PlayerRates(windows.player, self.stats, self.rates(career, windows))

    def next_games(self, arrays: PitchArrays, season: int) -> NextGames:
        """Tell the rates of the next games all along a season; pitches after it are not looked at."""
        career = career_of(arrays.take(np.asarray(arrays.season) <= season), self.perspective, self.spec)
        windows = cut_windows(career.counts, self.plan)
        windows = windows.take(
            (windows.season == season) & (summed(career.table.chances, windows.cut, windows.end) > 0)
        )
        told, plain = self.rates(career, windows), plain_rates(career.table, windows)
        return NextGames(windows, told, plain, outcomes_of(career.table, windows))

    def rates(self, career: Career, windows: Windows) -> FloatArray:
        """Tell rates, shape (w, t), events per opportunity."""
        needed, states = self._states(career, windows)
        plain, blind, seen = self.parts(career, windows, lambda games: states[np.searchsorted(needed, games)])
        trust, sight = (np.array([shares[stat] for stat in self.stats]) for shares in (self.trust, self.sight))
        return plain + trust * (blind - plain) + sight * (seen - blind)

    def parts(self, career: Career, windows: Windows, states: States) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Tell rates by a player's weighed results, without sight of his pitches, and with it; each of shape (w, t)."""
        told = np.zeros((3, len(windows), len(self.stats)))
        self.network.eval()
        with one_thread(), torch.no_grad():
            for at in range(0, len(windows), AT_ONCE):
                order, contexts = contexts_of(career, windows.take(slice(at, at + AT_ONCE)), states)
                told[:, at + order] = torch.stack(self.network.parts(contexts)).double().exp().numpy()
        return told[0], told[1], told[2]

    def _states(self, career: Career, windows: Windows) -> tuple[Int64, Tensor]:
        covered = np.zeros(len(career.games) + 1, dtype=np.int64)
        np.add.at(covered, windows.start, 1)
        np.add.at(covered, windows.cut, -1)
        needed = np.flatnonzero(np.cumsum(covered)[:-1]).astype(np.int64)
        with one_thread():
            states: Float32 = self.encoder.states(career.arrays, career.games, needed, self.perspective)
        return needed, torch.from_numpy(states)

    def get_params(self) -> dict[str, Any]:
        """Return everything the model is, as plain data and arrays."""
        return {
            "format": FORMAT,
            "player_type": self.perspective,
            "stats": list(self.stats),
            "hyperparameters": self.spec.as_config(),
            "blend": dict(self.blend),
            "trust": dict(self.trust),
            "sight": dict(self.sight),
            "encoder": self.encoder.get_params(),
            "network": arrays_of_module(self.network),
        }

    @classmethod
    def from_params(cls, params: Mapping[str, Any], perspective: Perspective) -> ContextualRates:
        """Build the model from what `get_params` gave; rates are bit-equal.

        Raises
        ------
        ValueError
            If a key is missing or holds something else than it should, or if the params are those of the other type
            of player. The message names the key.
        """
        if params.get("format") not in (FORMAT, OLDER):
            raise ValueError(f"format is {params.get('format')!r}, not {FORMAT!r}")
        older = params["format"] == OLDER
        if params.get("player_type") != perspective:
            raise ValueError(f"player_type is {params.get('player_type')!r}, not {perspective!r}")
        spec = _spec(entry(params, "hyperparameters", Mapping), LATER if older else frozenset())
        encoder = PretrainedEncoder.from_params(entry(params, "encoder", Mapping))
        with torch.device("meta"):
            network = RatesNetwork(encoder.network.shape.sizes.width, len(spec.stats), spec.members, spec.blind)
        load_module(network, entry(params, "network", Mapping))
        kept = {} if older else {name: _shares(params, name, spec.stats) for name in ("trust", "sight")}
        trust, sight = (kept.get(name, dict.fromkeys(spec.stats, 1.0)) for name in ("trust", "sight"))
        return cls(perspective, spec, encoder, network.eval(), _shares(params, "blend", spec.stats), trust, sight)


def plan_of(spec: FinetuneSpec) -> WindowPlan:
    """Give the windows of a model."""
    return WindowPlan(spec.context, spec.horizon, spec.stride, spec.least, spec.look_back)


def contexts_of(career: Career, windows: Windows, states: States) -> tuple[Int64, Contexts]:
    """Make tensors of contexts.

    Returns
    -------
    int64, shape (w,); Contexts
        The windows in the order of the tensors: by their count of games.
    """
    count = windows.cut - windows.start
    order = np.argsort(count, kind="stable")
    start, count, chosen = windows.start[order], count[order], windows.take(order)
    of = np.repeat(np.arange(len(order)), count)
    along = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    games = np.repeat(start, count) + along
    chances = career.table.chances
    about = np.stack(
        [chosen.fresh, np.log1p(count) / 5, np.log1p(summed(chances, chosen.start, chosen.cut)) / 7], axis=1
    )
    return order, Contexts(
        states=states(games),
        age=torch.from_numpy(np.repeat(count, count) - 1 - along),
        of=torch.from_numpy(of),
        events=_float(career.table.events[games]),
        chances=_float(chances[games, None]),
        league=_float(usual_of(career.table, chosen)),
        about=_float(about),
    )


def _float(values: FloatArray) -> Tensor:
    return torch.from_numpy(np.asarray(values, dtype=np.float32))


def _shares(params: Mapping[str, Any], name: str, stats: tuple[str, ...]) -> dict[str, float]:
    found = entry(params, name, Mapping)
    shares = {stat: float(entry(found, stat, float, within=name)) for stat in stats}
    if not all(0 <= share <= 1 for share in shares.values()):
        raise ValueError(f"{name} has a weight outside of [0, 1]")
    return shares


def _spec(params: Mapping[str, Any], absent: frozenset[str]) -> FinetuneSpec:
    known = {field.name for field in fields(FinetuneSpec)} - absent
    if set(params) != known:
        raise ValueError(f"hyperparameters has {sorted(set(params) ^ known)[0]} too many or too few")
    for name in known - {"stats"}:
        entry(params, name, (int, float), within="hyperparameters")
    stats = tuple(str(stat) for stat in entry(params, "stats", (list, tuple), within="hyperparameters"))
    if int(params["context"]) > 10_000:  # what a person plays, and no more memory than that
        raise ValueError("hyperparameters.context is longer than any career")
    values: dict[str, Any] = {**params, "stats": stats}
    return FinetuneSpec(**values)
