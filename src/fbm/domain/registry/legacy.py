"""The earlier system's model directories: which files belong together, and under which name they go on.

A root holds `{name}_{player type}.joblib` with `…_meta.json` beside it, the folders `mtl` and `mle` hold the like, and
`contextual` holds checkpoints `{name}.pt` with `{name}_meta.json` and perhaps `{name}_optimizer.pt`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from returns.result import Result

from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.naming import BaseName, parse_versioned_name

CONTEXTUAL: Final = "contextual"
FOLDERS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("gb_residual", ".joblib"),
    "mtl/": ("mtl", ".pt"),
    "mle/": ("mle", ".joblib"),
    "contextual/": (CONTEXTUAL, ".pt"),
}
"""Folder to the kind it holds and the ending of its payloads."""

SIDECAR: Final = "_meta.json"
OPTIMIZER: Final = "_optimizer.pt"
CLS_SINCE: Final = "2026-02-09T21:49:32.000000Z"
"""From then on a fine-tuned checkpoint predicts once, from a CLS token; before, once for each game. No file says so."""

_PLAYER_TYPES: Final = ("batter", "pitcher")


class LegacyModel(NamedTuple):
    """Files of one trained model.

    Attributes
    ----------
    model_type : str
    name : str
        As typed, with its version if it had one.
    player_type : str or None
        None for a checkpoint, whose sidecar or tensors tell.
    payload : str
        Path from the root.
    sidecar, optimizer : str or None
    """

    model_type: str
    name: str
    player_type: str | None
    payload: str
    sidecar: str | None = None
    optimizer: str | None = None


class Leftover(NamedTuple):
    """A file that no model can be made of, and why."""

    path: str
    reason: str


def sort_out(paths: Iterable[str]) -> tuple[tuple[LegacyModel, ...], tuple[Leftover, ...]]:
    """Find the models among the files of a root.

    Parameters
    ----------
    paths : iterable of str
        From the root, ``mtl/default_batter.pt``.

    Returns
    -------
    (models, leftovers)
        In the order of their paths; files that never belonged to a model are in neither.
    """
    every = sorted(paths)
    known = frozenset(every)
    models: list[LegacyModel] = []
    leftovers: list[Leftover] = []
    for path in every:
        folder, _, file = path.rpartition("/")
        kind, ending = FOLDERS.get(f"{folder}/" if folder else "", ("", "?"))
        if file.endswith(SIDECAR) and kind:
            leftovers += _lonely(path, path.removesuffix(SIDECAR) + ending, known)
        elif file.endswith(ending) and not _is_optimizer(path, kind, known):
            found = _model(kind, path, ending, known)
            models += [found] if isinstance(found, LegacyModel) else []
            leftovers += [found] if isinstance(found, Leftover) else []
    return tuple(models), tuple(leftovers)


def _lonely(path: str, payload: str, known: frozenset[str]) -> Iterator[Leftover]:
    if payload not in known:
        yield Leftover(path, f"the model it describes, {payload.rpartition('/')[2]}, is not there")


def _is_optimizer(path: str, kind: str, known: frozenset[str]) -> bool:
    """Tell an optimizer's state from a checkpoint that was called ``x_optimizer``: that one has a sidecar."""
    of = path.removesuffix(OPTIMIZER)
    own = path.removesuffix(".pt") + SIDECAR
    return kind == CONTEXTUAL and of != path and f"{of}.pt" in known and own not in known


def _model(kind: str, path: str, ending: str, known: frozenset[str]) -> LegacyModel | Leftover:
    stem = path.removesuffix(ending)
    file = stem.rpartition("/")[2]
    sidecar = stem + SIDECAR if stem + SIDECAR in known else None
    if kind == CONTEXTUAL:
        optimizer = stem + OPTIMIZER
        is_there = optimizer in known and _is_optimizer(optimizer, kind, known)
        return LegacyModel(kind, file, None, path, sidecar, optimizer if is_there else None)
    name, _, player_type = file.rpartition("_")
    if player_type not in _PLAYER_TYPES or not name:
        return Leftover(path, "its name ends neither in _batter nor in _pitcher")
    return LegacyModel(kind, name, player_type, path, sidecar)


def new_name(typed: str, prefix: str = "") -> Result[tuple[BaseName, int], RegistryError]:
    """Read the line and version that a typed name means, with a prefix before the line's name.

    Examples
    --------
    >>> new_name("default_v2", "old").unwrap(), new_name("test_v1").unwrap()
    (('old-default', 2), ('test', 1))
    """
    return parse_versioned_name(f"{prefix}-{typed}" if prefix else typed)


def perspective(told: object, name: str, tensors: Iterable[str]) -> str | None:
    """Whose a checkpoint is: what its sidecar told, else its name; `shared` for pretraining, None if nothing tells."""
    if any(tensor.startswith("head.shared.") for tensor in tensors):
        return "shared"
    if told in _PLAYER_TYPES:
        return str(told)
    words = name.split("_")
    return next((player_type for player_type in _PLAYER_TYPES if player_type in words), None)


def has_cls(created_at: str) -> bool:
    """Tell whether a checkpoint of that time has a CLS token."""
    return created_at >= CLS_SINCE


def normal_time(told: object) -> str | None:
    """Rewrite a time of an old sidecar as records do; None for what is no time in UTC.

    Examples
    --------
    >>> normal_time("2026-02-08T22:10:05.120345+00:00"), normal_time("2026-02-08T22:10:05+00:00")
    ('2026-02-08T22:10:05.120345Z', '2026-02-08T22:10:05.000000Z')
    """
    if not isinstance(told, str) or not told.endswith("+00:00"):
        return None
    moment, _, fraction = told.removesuffix("+00:00").partition(".")
    return f"{moment}.{fraction:0<6}Z"
