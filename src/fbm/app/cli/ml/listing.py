"""The table of versions that people see."""

from __future__ import annotations

from fbm.app.cli.tables import Column, table
from fbm.domain.ids import format_seasons
from fbm.domain.registry.metadata import ModelMetadata

COLUMNS = (
    Column("Name"),
    Column("Model Type"),
    Column("Player Type"),
    Column("Version", right=True),
    Column("Training Years"),
    Column("Stats"),
    Column("Created"),
)

ROOM = 11
"""Columns for what is modelled: `hr so bb +9`."""


def listing_text(models: tuple[ModelMetadata, ...], *, width: int | None = None) -> str:
    """Render the table of versions."""
    return table(COLUMNS, [_cells(model) for model in models], width=width)


def _cells(model: ModelMetadata) -> tuple[str, ...]:
    return (
        _named(model),
        model.model_type,
        model.player_type,
        str(model.version),
        format_seasons(model.training_years).replace(",", ", "),
        _few(model.stats),
        model.created_at[:10],
    )


def _few(stats: tuple[str, ...]) -> str:
    """Name as many as stand on one line, and count the others; JSON has them all."""
    cells = (_first(stats, count) for count in range(len(stats), 0, -1))
    return next((cell for cell in cells if len(cell) <= ROOM), f"{len(stats)} stats" if stats else "")


def _first(stats: tuple[str, ...], count: int) -> str:
    rest = len(stats) - count
    return " ".join((*stats[:count], *((f"+{rest}",) if rest > 0 else ())))


def _named(model: ModelMetadata) -> str:
    return f"{model.name} ({', '.join(model.aliases)})" if model.aliases else model.name
