"""A pretrained network with everything that it takes to use it: sizes, words, scaler, weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import torch

from fbm.adapters.neural.contextual_net import Encoder, Shape
from fbm.adapters.neural.contextual_tokens import NumberScaler, Reader
from fbm.adapters.neural.tensors import arrays_of_module, load_module
from fbm.domain.contextual.games import Int64, Perspective, PlayerGames
from fbm.domain.contextual.hiding import GUESSED
from fbm.domain.contextual.judging import Asked
from fbm.domain.contextual.packing import batches, field_sizes, lengths_of, pack
from fbm.domain.contextual.pitches import CATEGORICAL, FIRST_WORD, NUMERIC, Float32, PitchArrays, Vocabularies
from fbm.domain.features.identity import entry
from fbm.domain.models.contextual import EncoderSizes
from fbm.domain.seasons import FloatArray

FORMAT: Final = "pitch-encoder/1"
READ_AT_ONCE: Final = 32_768
"""Tokens of a batch that is only read."""
MOST_WORDS: Final = 10_000


def _nobody(games: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class PretrainedEncoder:
    """A network that has learned to read games.

    Attributes
    ----------
    network : Encoder
        On the CPU.
    vocabularies : Vocabularies
    scaler : NumberScaler
    """

    network: Encoder
    vocabularies: Vocabularies
    scaler: NumberScaler

    @property
    def positions(self) -> int:
        """Most tokens of a game that it reads."""
        return self.network.shape.sizes.positions

    def reader(self, arrays: PitchArrays) -> Reader:
        """Make what turns pitches into this network's tensors."""
        return Reader(arrays, self.vocabularies, self.scaler)

    def states(
        self,
        arrays: PitchArrays,
        games: PlayerGames,
        chosen: Int64,
        perspective: Perspective,
        watch: Callable[[int], None] = _nobody,
    ) -> Float32:
        """Read games and give the state of each, shape (len(chosen), width), in the order of `chosen`.

        `watch` is told how many games were read since it was last told.
        """
        positions = self.network.shape.sizes.positions
        reader, result = self.reader(arrays), np.zeros((len(chosen), self.network.shape.sizes.width), np.float32)
        self.network.eval()
        with torch.no_grad():
            for part in batches(lengths_of(games, positions)[chosen], READ_AT_ONCE) if len(chosen) else ():
                tokens = pack(arrays, games, chosen[part], positions)
                place = part[np.argsort(lengths_of(games, positions)[chosen[part]], kind="stable")]
                result[place] = self.network.games(reader.batch(tokens, perspective)).numpy()
                watch(len(part))
        return result

    def guess(self, arrays: PitchArrays, games: PlayerGames, asked: Asked, perspective: Perspective) -> FloatArray:
        """Guess one hidden word in each of some games; everything else of the game stays as it was.

        Returns
        -------
        float64, shape (len(asked), k)
            How likely each code is, in the order asked; each row adds up to 1.
        """
        positions, reader = self.network.shape.sizes.positions, self.reader(arrays)
        result = np.zeros((len(asked), self.vocabularies.size(asked.group)))
        self.network.eval()
        with torch.no_grad():
            for part in batches(lengths_of(games, positions)[asked.games], READ_AT_ONCE) if len(asked) else ():
                tokens = pack(arrays, games, asked.games[part], positions)
                part = part[np.argsort(lengths_of(games, positions)[asked.games[part]], kind="stable")]
                places = tokens.ends - tokens.position[tokens.ends] + asked.places[part]
                hidden = np.zeros(len(tokens.rows), dtype=np.bool_)
                hidden[places] = True
                batch, _ = reader.hidden_batch(tokens, perspective, {asked.group: hidden})
                states = self.network(batch)[torch.from_numpy(places)]
                shares = self.network.guesses[asked.group](states)[:, FIRST_WORD:].double().softmax(dim=1)
                result[part, FIRST_WORD:] = shares.numpy()
        return result

    def get_params(self) -> dict[str, Any]:
        """Return everything the network is, as plain data and arrays."""
        return {
            "format": FORMAT,
            "config": {**asdict(self.network.shape.sizes), "heads_of": list(self.network.shape.heads)},
            "vocabularies": self.vocabularies.get_params(),
            "scaler": self.scaler.get_params(),
            "network": arrays_of_module(self.network),
        }

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> PretrainedEncoder:
        """Build the network from what `get_params` gave; states are bit-equal.

        Raises
        ------
        ValueError
            If a key is missing or holds something else than it should. The message names the key.
        """
        if params.get("format") != FORMAT:
            raise ValueError(f"format is {params.get('format')!r}, not {FORMAT!r}")
        vocabularies = _vocabularies(entry(params, "vocabularies", Mapping))
        sizes = sizes_of(entry(params, "config", Mapping))
        # Without memory of its own: a config of unknown origin may ask for more than there is.
        with torch.device("meta"):
            network = Encoder(shape_of(sizes, vocabularies))
        load_module(network, entry(params, "network", Mapping))
        scaler = NumberScaler.from_params(entry(params, "scaler", Mapping))
        return cls(network.eval(), vocabularies, scaler)


def shape_of(sizes: EncoderSizes, vocabularies: Vocabularies) -> Shape:
    """Tell what a network over these words looks like."""
    heads = {name: vocabularies.size(name) for name in GUESSED}
    return Shape(sizes, sum(field_sizes(vocabularies)), len(NUMERIC), heads)


def sizes_of(config: Mapping[str, Any]) -> EncoderSizes:
    """Read sizes from plain data; `ValueError` naming what is wrong."""
    whole = ("layers", "width", "heads", "inner", "positions")
    found = {name: entry(config, name, int, within="config") for name in whole}
    if max(found.values()) > 1_000_000:
        raise ValueError("config asks for a network larger than any")
    return EncoderSizes(**found, dropout=float(entry(config, "dropout", (int, float), within="config")))


def _vocabularies(params: Mapping[str, Any]) -> Vocabularies:
    words = entry(params, "words", Mapping, within="vocabularies")
    missing = [name for name in CATEGORICAL if not isinstance(words.get(name), (list, tuple))]
    if missing or set(words) != set(CATEGORICAL):
        raise ValueError(f"vocabularies.words lacks {missing or 'nothing, but has what nobody knows'}")
    if sum(map(len, words.values())) > MOST_WORDS:
        raise ValueError("vocabularies.words has too many words")
    return Vocabularies.from_params(params)
