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


def listing_text(models: tuple[ModelMetadata, ...], *, width: int | None = None) -> str:
    """Render the table of versions."""
    return table(COLUMNS, [_cells(model) for model in models], width=width)


def _cells(model: ModelMetadata) -> tuple[str, ...]:
    return (
        _named(model),
        model.model_type,
        model.player_type,
        str(model.version),
        format_seasons(model.training_years),
        " ".join(model.stats),
        model.created_at[:10],
    )


def _named(model: ModelMetadata) -> str:
    return f"{model.name} ({', '.join(model.aliases)})" if model.aliases else model.name
