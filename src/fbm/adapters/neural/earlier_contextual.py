"""Networks of the earlier system that read pitches, rebuilt from their weights.

They read twenty-three raw figures of a pitch, some of which no pitch table here has: they answer for tokens that are
given to them, and stand in a registry to be looked at and compared.

Shapes: `m` tokens, `d` width, `g` games.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from fbm.domain.features.identity import entry
from fbm.domain.seasons import BoolArray, FloatArray, IntArray

FORMAT: Final = "checkpoint-of-old/1"
HEADS: Final = 8
"""Heads of attention that every network of the earlier system had; the weights do not tell."""
FIELDS: Final = ("pitch_type", "pitch_result", "bb_type", "stand", "p_throws", "pa_event")
_LAYER: Final = re.compile(r"transformer\.encoder\.layers\.(\d+)\.norm1\.weight", re.ASCII)


class EarlierTokens(NamedTuple):
    """A sequence as the earlier system laid it out.

    Attributes
    ----------
    words : mapping of field to int64, shape (m,)
        For each of `FIELDS`.
    numbers : float64, shape (m, 23)
    known : bool, shape (m, 23)
    games : int64, shape (m,)
        -1 for the token of the whole sequence.
    players : bool, shape (m,)
        Tokens that stand for a player's game.
    """

    words: Mapping[str, IntArray]
    numbers: FloatArray
    known: BoolArray
    games: IntArray
    players: BoolArray


class EarlierReader:
    """A network of the earlier system.

    Parameters
    ----------
    params : mapping
        `state_dict` (tensors or arrays by name), `has_cls`, `target_stats`, and whatever else is to be kept.

    Raises
    ------
    ValueError
        If a part is missing or its shape does not fit the others. The message names it.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        state = entry(params, "state_dict", Mapping)
        self._weights = {str(name): _tensor(str(name), value) for name, value in state.items()}
        self._params = dict(params)
        self.stats = tuple(map(str, entry(params, "target_stats", (list, tuple))))
        self._has_cls = bool(entry(params, "has_cls", bool))
        self.layers = sum(bool(_LAYER.fullmatch(name)) for name in self._weights)
        self.width = self._checked_width()

    def _checked_width(self) -> int:
        width = int(self._part("embedder.projection.weight").shape[0])
        if not self.layers or width % HEADS:
            raise ValueError(f"state_dict has {self.layers} layers of width {width}, which {HEADS} heads cannot share")
        if self.stats and self._part("head.network.4.weight").shape != (len(self.stats), width):
            raise ValueError("state_dict.head.network.4.weight does not fit target_stats")
        return width

    def states(self, tokens: EarlierTokens) -> FloatArray:
        """Read a sequence: the state at each token, shape (m, d)."""
        with torch.no_grad():
            return np.asarray(self._read(tokens).numpy(), dtype=np.float64)

    def logits(self, tokens: EarlierTokens, field: str) -> FloatArray:
        """Guess a field at each token, shape (m, codes): ``pitch_type`` or ``pitch_result`` of a pretrained network."""
        with torch.no_grad():
            hidden = self._normed(functional.gelu(self._linear(self._read(tokens), "head.shared.0")), "head.shared.2")
            return np.asarray(self._linear(hidden, f"head.{field}_head").numpy(), dtype=np.float64)

    def predict(self, tokens: EarlierTokens) -> FloatArray:
        """Tell counts of the next game: of the whole sequence, shape (1, t), or at each player's token, shape (g, t).

        Networks from before the sequence had a token of its own tell them game by game.
        """
        rows = np.array([0]) if self._has_cls else np.flatnonzero(tokens.players)
        with torch.no_grad():
            hidden = functional.gelu(self._linear(self._read(tokens)[torch.from_numpy(rows)], "head.network.0"))
            told = self._linear(self._normed(hidden, "head.network.2"), "head.network.4")
            return np.asarray(told.numpy(), dtype=np.float64)

    def get_params(self) -> dict[str, Any]:
        """Return the params it was built from."""
        return dict(self._params)

    def _read(self, tokens: EarlierTokens) -> Tensor:
        found = [
            functional.embedding(
                torch.from_numpy(np.asarray(tokens.words[name], np.int64)), self._part(f"embedder.{name}_emb.weight")
            )
            for name in FIELDS
        ]
        numbers = torch.from_numpy(np.where(tokens.known, tokens.numbers, 0.0).astype(np.float32))
        normed = self._normed(numbers, "embedder.numeric_norm") * torch.from_numpy(tokens.known.astype(np.float32))
        found.append(self._linear(normed, "embedder.numeric_proj"))
        values = self._normed(self._linear(torch.cat(found, dim=1), "embedder.projection"), "embedder.layer_norm")
        values = values + self._part("positional_encoding.pe")[0, : len(values)]
        seen = torch.from_numpy(_seen(tokens))
        for layer in range(self.layers):
            values = self._layer(values, f"transformer.encoder.layers.{layer}", seen)
        return values

    def _layer(self, values: Tensor, name: str, seen: Tensor) -> Tensor:
        normed = self._normed(values, f"{name}.norm1")
        weight, bias = (self._part(f"{name}.self_attn.in_proj_{kind}") for kind in ("weight", "bias"))
        split = functional.linear(normed, weight, bias).view(len(values), 3, HEADS, -1).permute(1, 2, 0, 3)
        mixed = functional.scaled_dot_product_attention(split[0], split[1], split[2], attn_mask=seen)
        values = values + self._linear(mixed.transpose(0, 1).flatten(1), f"{name}.self_attn.out_proj")
        inner = functional.relu(self._linear(self._normed(values, f"{name}.norm2"), f"{name}.linear1"))
        result: Tensor = values + self._linear(inner, f"{name}.linear2")
        return result

    def _linear(self, values: Tensor, name: str) -> Tensor:
        return functional.linear(values, self._part(f"{name}.weight"), self._part(f"{name}.bias"))

    def _normed(self, values: Tensor, name: str) -> Tensor:
        weight = self._part(f"{name}.weight")
        return functional.layer_norm(values, (values.shape[1],), weight, self._part(f"{name}.bias"))

    def _part(self, name: str) -> Tensor:
        if name not in self._weights:
            raise ValueError(f"state_dict.{name} is missing")
        return self._weights[name]


def is_earlier(params: Mapping[str, object]) -> bool:
    """Tell whether params are those of an earlier network."""
    return params.get("format") == FORMAT


def _seen(tokens: EarlierTokens) -> BoolArray:
    """Tell what each token sees, shape (m, m): all; a player's token itself and the pitches of its game."""
    same = tokens.games[:, None] == tokens.games[None, :]
    itself = np.eye(len(tokens.games), dtype=np.bool_)
    own = (same & ~tokens.players[None, :]) | itself
    return np.asarray(np.where(tokens.players[:, None], own, True), dtype=np.bool_)


def _tensor(name: str, value: object) -> Tensor:
    if not isinstance(value, (np.ndarray, Tensor)):
        raise ValueError(f"state_dict.{name} is {type(value).__name__}, which it cannot be")
    tensor = torch.as_tensor(value).detach().cpu()
    if tensor.dtype != torch.float32:
        raise ValueError(f"state_dict.{name} is of {tensor.dtype}, which it cannot be")
    return tensor
