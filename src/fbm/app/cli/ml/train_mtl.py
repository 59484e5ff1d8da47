"""`fbm ml train-mtl`: the short form of `fbm ml train --type mtl`."""

from __future__ import annotations

from fbm.app.cli.ml.train import (
    DescriptionOption,
    DeviceOption,
    EpochsOption,
    NameOption,
    SeedOption,
    TagOption,
    ValidateOption,
    VersionOption,
    train,
)
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, Years


def train_mtl(
    *,
    years: Years,
    name: NameOption = "default",
    version: VersionOption = None,
    validate: ValidateOption = False,
    player_type: PlayerTypeOption = None,
    seed: SeedOption = 42,
    epochs: EpochsOption = None,
    device: DeviceOption = None,
    tag: TagOption = (),
    description: DescriptionOption = "",
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Train a multi-task network on target seasons (its inputs come from the three before each) and publish it."""
    return train(
        years=years,
        model_type="mtl",
        name=name,
        version=version,
        validate=validate,
        player_type=player_type,
        seed=seed,
        epochs=epochs,
        device=device,
        tag=tag,
        description=description,
        json=json,
        context=context,
    )
