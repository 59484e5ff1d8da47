"""Reader of the earlier system's boosters: joblib streams around LightGBM objects, of which only the texts are taken.

The machine is the one that reads our own streams, with four more names. They stand for empty stand-ins: no estimator
is built, and LightGBM is not even imported.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any, Final

from fbm.adapters.serializers.allowlist import PlainUnpickler
from fbm.adapters.serializers.shims import NAMES, UnsafeStreamError

_HEADERS: Final = (b"\x80\x04", b"\x80\x05")
FORMAT: Final = "boosters-of-old/1"


class _Estimator:
    """Stands for a LGBMRegressor."""

    __slots__ = ("state",)


class _Booster:
    """Stands for a Booster."""

    __slots__ = ("state",)


def _mapping(*_factory: object) -> dict[str, object]:
    """Stand for a defaultdict or an OrderedDict."""
    return {}


_NAMES: Final[Mapping[tuple[str, str], object]] = {
    **NAMES,
    ("lightgbm.sklearn", "LGBMRegressor"): _Estimator,
    ("lightgbm.basic", "Booster"): _Booster,
    ("collections", "defaultdict"): _mapping,
    ("collections", "OrderedDict"): _mapping,
}


def read_boosters(data: bytes) -> dict[str, object]:
    """Read boosters as params.

    Returns
    -------
    dict
        `format`, `player_type`, `stats` (those fitted, in training order), `feature_names`, `training_years`, and by
        stat `texts` and `hyperparameters`.

    Raises
    ------
    UnsafeStreamError
        For anything that the earlier system did not write.
    """
    if data[:2] not in _HEADERS:
        raise UnsafeStreamError("no uncompressed joblib stream")
    try:
        value = _LegacyUnpickler(data).load()
    except UnsafeStreamError:
        raise
    except Exception as error:
        # A malformed stream can trip the machine anywhere; whatever it raised, the bytes are refused.
        raise UnsafeStreamError(f"malformed ({type(error).__name__}: {error!s:.80})") from error
    return _params(value)


class _LegacyUnpickler(PlainUnpickler):
    def find_class(self, module: str, name: str) -> object:
        """Give the stand-in for a name; any other name is refused."""
        try:
            return _NAMES[module, name]
        except KeyError:
            raise UnsafeStreamError(f"the name {f'{module}.{name}'!r:.120}") from None

    def reduce_legacy(self) -> None:
        """Make an empty mapping, or do as plain data do."""
        arguments = self.stack[-1]
        if self.stack[-2] is _mapping and type(arguments) is tuple and all(one is _mapping for one in arguments):
            del self.stack[-2:]
            self.append({})
        else:
            self.reduce_plain()

    def new_legacy(self) -> None:
        """Make an empty stand-in of an estimator or booster."""
        arguments, kind = self.stack.pop(), self.stack.pop()
        if kind not in (_Estimator, _Booster) or type(arguments) is not tuple or arguments:
            raise UnsafeStreamError("an object")
        self.append(kind())

    def build_legacy(self) -> None:
        """Give a stand-in its state, or do as plain data do."""
        target = self.stack[-2]
        if type(target) in (_Estimator, _Booster):
            state = self.stack.pop()
            if type(state) is not dict:
                raise UnsafeStreamError("malformed state")
            target.state = state
        else:
            self.build_plain()


_LegacyUnpickler.dispatch = {
    **PlainUnpickler.dispatch,
    pickle.REDUCE[0]: _LegacyUnpickler.reduce_legacy,
    pickle.NEWOBJ[0]: _LegacyUnpickler.new_legacy,
    pickle.BUILD[0]: _LegacyUnpickler.build_legacy,
}


def _params(value: Any) -> dict[str, object]:
    models = value.get("models") if type(value) is dict else None
    if type(models) is not dict:
        raise UnsafeStreamError("it holds no models")
    fitted = {stat: model for stat, model in models.items() if _text(model) is not None}
    return {
        "format": FORMAT,
        "player_type": _of(value, "player_type", str),
        "stats": list(fitted),
        "feature_names": _texts(_of(value, "feature_names", list)),
        "training_years": [int(year) for year in _of(value, "training_years", list)],
        "texts": {stat: _text(model) for stat, model in fitted.items()},
        "hyperparameters": {stat: _numbers(model.get("hyperparameters")) for stat, model in fitted.items()},
    }


def _text(model: Any) -> str | None:
    """Take the text of a fitted model; None for one that was never fitted."""
    if type(model) is not dict:
        raise UnsafeStreamError("malformed model")
    estimator = model.get("model")
    if estimator is None:
        return None
    if type(estimator) is not _Estimator:
        raise UnsafeStreamError("malformed model")
    booster = getattr(estimator, "state", {}).get("_Booster")
    text = getattr(booster, "state", {}).get("_handle") if type(booster) is _Booster else None
    if type(text) is not str:
        raise UnsafeStreamError("a model without its text")
    return text


def _of(value: Mapping[str, Any], key: str, kind: type) -> Any:
    found = value.get(key)
    if type(found) is not kind:
        raise UnsafeStreamError(f"{key} is missing or malformed")
    return found


def _texts(values: list[Any]) -> list[str]:
    if not all(type(value) is str for value in values):
        raise UnsafeStreamError("malformed names")
    return values


def _numbers(values: Any) -> dict[str, float]:
    """Take hyperparameters, which are numbers."""
    if type(values) is not dict or not all(type(number) in (int, float, bool) for number in values.values()):
        raise UnsafeStreamError("malformed hyperparameters")
    return {str(name): number for name, number in values.items()}
