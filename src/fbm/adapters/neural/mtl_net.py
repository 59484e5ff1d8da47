"""The multi-task network: a shared trunk and a head for each stat, several restarts side by side.

Shapes: `e` restarts, `n` players, `p` inputs, `t` stats, `w` and `v` units of the trunk, `h` units of a head. A head
gives the logarithm of what the projected rate is multiplied by; a new network gives zero, and so the projection itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a network is; the letters are those of the module."""

    restarts: int
    inputs: int
    stats: int
    wide: int
    narrow: int
    head: int


class Stack(nn.Module):
    """A linear layer of every restart: (e, n, i) to (e, n, o)."""

    def __init__(self, restarts: int, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(restarts, inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(restarts, 1, outputs))

    def draw(self, generator: torch.Generator) -> None:
        """Draw weights that keep the spread of what passes through."""
        with torch.no_grad():
            drawn = torch.randn(self.weight.shape, generator=generator)
            self.weight.copy_(drawn / self.weight.shape[1] ** 0.5)

    def forward(self, values: Tensor) -> Tensor:
        """Apply each restart's layer to its own values."""
        return torch.baddbmm(self.bias, values, self.weight)


class MultiTaskNetwork(nn.Module):
    """Shared trunk, a head for each stat, and a direct path from inputs to stats.

    Parameters
    ----------
    sizes : Sizes
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        e, t = sizes.restarts, sizes.stats
        self.sizes = sizes
        self.wide = Stack(e, sizes.inputs, sizes.wide)
        self.narrow = Stack(e, sizes.wide, sizes.narrow)
        self.heads = Stack(e, sizes.narrow, t * sizes.head)
        self.out = nn.Parameter(torch.zeros(e, t, sizes.head))
        self.direct = Stack(e, sizes.inputs, t)
        self.log_dispersion = nn.Parameter(torch.zeros(e, t))

    def draw(self, generator: torch.Generator) -> None:
        """Draw hidden weights; what leads to the stats starts at zero."""
        for layer in (self.wide, self.narrow, self.heads):
            layer.draw(generator)

    def forward(self, inputs: Tensor, dropout: Dropout | None = None) -> Tensor:
        """Predict.

        Parameters
        ----------
        inputs : float32, shape (e, n, p)
            Standardised.
        dropout : Dropout, optional
            For a step of training.

        Returns
        -------
        float32, shape (e, n, t)
            Logarithms of factors on the projected rates.
        """
        keep = dropout or _all
        trunk = keep(functional.gelu(self.wide(inputs)))  # (e, n, w)
        trunk = keep(functional.gelu(self.narrow(trunk)))  # (e, n, v)
        hidden = functional.gelu(self.heads(trunk))  # (e, n, t * h)
        by_stat = hidden.view(*hidden.shape[:2], self.sizes.stats, self.sizes.head)  # (e, n, t, h)
        curved = torch.einsum("enth,eth->ent", by_stat, self.out)
        result: Tensor = curved + self.direct(inputs)
        return result

    def mean(self, inputs: Tensor) -> Tensor:
        """Average over the restarts: (n, p) to (n, t)."""
        # A module's call has no types in torch.
        return self(inputs.expand(self.sizes.restarts, *inputs.shape)).mean(dim=0)  # type: ignore[no-any-return]

    def hidden_weights(self) -> list[nn.Parameter]:
        """Give what weight decay pulls on besides the direct path."""
        return [self.wide.weight, self.narrow.weight, self.heads.weight, self.out]

    def free_parameters(self) -> list[nn.Parameter]:
        """Give what nothing pulls on."""
        return [self.wide.bias, self.narrow.bias, self.heads.bias, self.direct.bias, self.log_dispersion]


class Dropout:
    """Leaves a random share of units out, drawn from a generator of its own.

    Parameters
    ----------
    share : float
        In [0, 1).
    generator : torch.Generator
        On the CPU, so that the draws are the same wherever the network is.
    """

    def __init__(self, share: float, generator: torch.Generator) -> None:
        self._share = share
        self._generator = generator

    def __call__(self, values: Tensor) -> Tensor:
        """Zero some values and scale the others up by as much."""
        kept = torch.rand(values.shape, generator=self._generator) >= self._share
        return values * kept.to(values.device) / (1 - self._share)


def arrays_of(network: MultiTaskNetwork) -> dict[str, Float32Array]:
    """Give a network's numbers by name."""
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in network.state_dict().items()}


def network_of(arrays: Mapping[str, object], sizes: Sizes) -> MultiTaskNetwork:
    """Rebuild a network on the CPU.

    Parameters
    ----------
    arrays : mapping of name to float32 array or tensor
    sizes : Sizes

    Raises
    ------
    ValueError
        If a part is missing, has another shape than the sizes ask for, or holds what is no finite number.
    """
    # Without memory of its own: sizes of unknown origin may ask for more than there is, the arrays have what they have.
    with torch.device("meta"):
        network = MultiTaskNetwork(sizes)
    state = {name: _checked(arrays, name, tensor) for name, tensor in network.state_dict().items()}
    strange = sorted(set(arrays) - set(state))
    if strange:
        raise ValueError(f"network.{strange[0]} is no part of this network")
    network.load_state_dict(state, assign=True)
    return network.eval()


def _checked(arrays: Mapping[str, object], name: str, like: Tensor) -> Tensor:
    if name not in arrays:
        raise ValueError(f"network.{name} is missing")
    value = arrays[name]
    if not isinstance(value, (np.ndarray, Tensor)):
        raise ValueError(f"network.{name} is {type(value).__name__}, which it cannot be")
    tensor = torch.as_tensor(value).detach().cpu()
    if tensor.shape != like.shape or tensor.dtype != like.dtype:
        raise ValueError(f"network.{name} is {tensor.dtype} of shape {tuple(tensor.shape)}, not {tuple(like.shape)}")
    if not bool(torch.isfinite(tensor).all()):
        raise ValueError(f"network.{name} holds what is no finite number")
    return tensor


def _all(values: Tensor) -> Tensor:
    return values
