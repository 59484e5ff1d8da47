"""Pins as files: canonical JSON with a check."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from returns.result import Failure, Result, Success

from fbm.adapters.manifests.canonical import RefusedRecordError, seal, unseal
from fbm.adapters.manifests.fields import record, records, text, text_map, whole
from fbm.domain.ports.pins import Pin, PinError, PinnedLeague, UnreadablePin, UnwritablePin
from fbm.domain.projection.sheet import ModelUse

FORMAT: Final = "fbm-pin/1"


class PinFiles:
    """Pins on the disk."""

    def read(self, file: str) -> Result[Pin, PinError]:
        """Read a pin; `UnreadablePin` for what is none, or was altered."""
        try:
            return Success(_pin(unseal(Path(file).read_bytes().removesuffix(b"\n"))))
        except OSError as error:
            return Failure(UnreadablePin(file, error.strerror or str(error)))
        except RefusedRecordError as error:
            return Failure(UnreadablePin(file, str(error)))

    def write(self, pin: Pin, file: str) -> Result[None, PinError]:
        """Write a pin beside the file first, then in its place."""
        path = Path(file)
        if not path.name:
            return Failure(UnwritablePin(file, "it is a directory"))
        aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            aside.write_bytes(seal(_record(pin)) + b"\n")
            aside.replace(path)
        except OSError as error:
            return Failure(UnwritablePin(file, error.strerror or str(error)))
        finally:
            aside.unlink(missing_ok=True)
        return Success(None)


def _record(pin: Pin) -> dict[str, object]:
    return {
        "format": FORMAT,
        "fbm_version": pin.fbm_version,
        "season": pin.season,
        "pipeline": pin.pipeline,
        "options": dict(pin.options),
        "models": [
            {
                "model_type": use.model_type,
                "name": use.name,
                "version": use.version,
                "player_type": use.player_type,
                "digest": use.digest,
            }
            for use in pin.models
        ],
        "data_fingerprint": pin.data_fingerprint,
        "ids": pin.ids,
        "league": None if pin.league is None else pin.league._asdict(),
        "result": pin.result,
    }


def _pin(found: Mapping[str, object]) -> Pin:
    if found.get("format") != FORMAT:
        raise RefusedRecordError(f"its format is not {FORMAT}")
    return Pin(
        fbm_version=text(found, "fbm_version"),
        season=whole(found, "season"),
        pipeline=text(found, "pipeline"),
        options=text_map(found, "options"),
        models=tuple(_use(model) for model in records(found, "models")),
        data_fingerprint=text(found, "data_fingerprint"),
        ids=text(found, "ids"),
        league=None if found.get("league") is None else _league(record(found, "league")),
        result=text(found, "result"),
    )


def _use(model: Mapping[str, object]) -> ModelUse:
    return ModelUse(
        text(model, "model_type"),
        text(model, "name"),
        whole(model, "version"),
        text(model, "player_type"),
        text(model, "digest"),
    )


def _league(found: Mapping[str, object]) -> PinnedLeague:
    return PinnedLeague(text(found, "file"), text(found, "text"), text(found, "digest"))
