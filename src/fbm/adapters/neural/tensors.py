"""Weights of a module as plain arrays, and back: shapes, kinds and finiteness are checked before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn


def arrays_of_module(module: nn.Module) -> dict[str, npt.NDArray[np.float32]]:
    """Give a module's numbers by name."""
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in module.state_dict().items()}


def load_module(module: nn.Module, arrays: Mapping[str, object], within: str = "network") -> None:
    """Fill a module, which may have been made on ``meta``.

    Raises
    ------
    ValueError
        If a part is missing, has another shape or kind, or holds what is no finite number.
    """
    state = {name: _checked(arrays, name, like, within) for name, like in module.state_dict().items()}
    strange = sorted(set(map(str, arrays)) - set(state))
    if strange:
        raise ValueError(f"{within}.{strange[0]} is no part of this network")
    module.load_state_dict(state, assign=True)


def _checked(arrays: Mapping[str, object], name: str, like: Tensor, within: str) -> Tensor:
    value = arrays.get(name)
    if not isinstance(value, (np.ndarray, Tensor)):
        raise ValueError(f"{within}.{name} is {type(value).__name__}, which it cannot be")
    # A copy: what was read may be memory that nobody may write to.
    tensor = torch.tensor(value) if isinstance(value, np.ndarray) else value.detach().cpu().clone()
    if tensor.shape != like.shape or tensor.dtype != like.dtype:
        raise ValueError(f"{within}.{name} is {tensor.dtype} of shape {tuple(tensor.shape)}, not {tuple(like.shape)}")
    if not bool(torch.isfinite(tensor).all()):
        raise ValueError(f"{within}.{name} holds what is no finite number")
    return tensor
