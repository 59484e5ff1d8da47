"""More than two versions side by side, for people: a row for each version, then a row for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

from fbm.app.cli.ml.folding import folded
from fbm.app.cli.tables import Column, table
from fbm.domain.ids import format_seasons
from fbm.domain.registry.diffing import Comparison, direction, number
from fbm.domain.registry.metadata import ModelMetadata

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _letters(count: int) -> list[str]:
    """Name the versions: a to z, then aa, ab and so on."""
    two = (first + second for first in _LETTERS for second in _LETTERS)
    return list(islice(chain(_LETTERS, two), count))


def many_text(comparisons: Sequence[Comparison], *, width: int | None = None, everything: bool = False) -> str:
    """Render the comparisons of one part, all against the same first version; the best of each measure has a star.

    With `everything` every measure is listed.
    """
    models = [comparisons[0].a, *(one.b for one in comparisons)]
    head = f"{models[0].model_type} {models[0].player_type}\n"
    return "\n".join(
        block for block in (head, _facts(models, width), _measures(comparisons, width, everything=everything)) if block
    )


def _facts(models: Sequence[ModelMetadata], width: int | None) -> str:
    columns = ("", "Name", "Training Years", "Stats", "Features", "Created", "Digest")
    rows = [
        (
            letter,
            model.name,
            format_seasons(model.training_years),
            str(len(model.stats)),
            str(len(model.feature_names)),
            model.created_at[:10],
            model.artifact.digest[7:15],
        )
        for letter, model in zip(_letters(len(models)), models, strict=True)
    ]
    return table([Column(title) for title in columns], rows, width=width)


def _measures(comparisons: Sequence[Comparison], width: int | None, *, everything: bool) -> str:
    values = {key: _values(comparisons, key) for key in sorted({key for one in comparisons for key in one.metrics})}
    if not values:
        return "No version kept measures: train with --validate to have some.\n"
    columns = [Column("Metric"), *(Column(letter, right=True) for letter in _letters(len(comparisons) + 1))]
    fold = folded(values, everything=everything)
    if not fold.listed:
        return fold.nothing
    return table(columns, [(key, *_starred(key, values[key])) for key in fold.listed], width=width) + fold.rest


def _values(comparisons: Sequence[Comparison], key: str) -> list[object]:
    first = next((one.metrics[key].a for one in comparisons if key in one.metrics), None)
    return [first, *(one.metrics[key].b if key in one.metrics else None for one in comparisons)]


def _starred(key: str, values: list[object]) -> list[str]:
    numbers = [found for value in values if (found := number(value)) is not None]
    turn = direction(key)
    best = (max(numbers) if turn > 0 else min(numbers)) if turn and len(set(numbers)) > 1 else None
    return [_cell(value, best) for value in values]


def _cell(value: object, best: float | None) -> str:
    if value is None:
        return "-"
    text = f"{value:.4f}" if isinstance(value, float) else str(value)
    return f"{text}*" if best is not None and number(value) == best else text
