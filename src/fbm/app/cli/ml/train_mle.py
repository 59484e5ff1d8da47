"""`fbm ml train-mle`: the short form of `fbm ml train --type mle`."""

from __future__ import annotations

from fbm.app.cli.ml.train import (
    DescriptionOption,
    NameOption,
    SeedOption,
    TagOption,
    ValidateOption,
    VersionOption,
    train,
)
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, Years


def train_mle(
    *,
    years: Years,
    name: NameOption = "default",
    version: VersionOption = None,
    validate: ValidateOption = False,
    player_type: PlayerTypeOption = None,
    seed: SeedOption = 42,
    tag: TagOption = (),
    description: DescriptionOption = "",
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Train minor-league equivalencies on the promotions of target seasons and publish them as a new version."""
    return train(
        years=years,
        model_type="mle",
        name=name,
        version=version,
        validate=validate,
        player_type=player_type,
        seed=seed,
        tag=tag,
        description=description,
        json=json,
        context=context,
    )
