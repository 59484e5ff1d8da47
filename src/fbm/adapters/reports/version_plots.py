"""Plots of versions: how much each gained on a season held out, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fbm.adapters.reports.held_out import HeldOut, held_out
from fbm.adapters.reports.layout import legible
from fbm.adapters.reports.plots import COLOURS, drawn_as_svg
from fbm.adapters.reports.version_text import FEATURES, telling
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.pages import VersionReport

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


WIDE: Final = 80
"""Characters that the legend has room for, side by side."""


def version_plots(report: VersionReport) -> Iterator[tuple[str, str]]:
    """Draw them: a heading and an SVG element for each plot."""
    return drawn_as_svg(plot for playing, models in report.parts.items() for plot in _plots(playing, models))


def _plots(playing: str, models: tuple[ModelMetadata, ...]) -> Iterator[tuple[str, Figure]]:
    who = "Shared part" if playing == "shared" else f"{playing.capitalize()}s"
    # Beyond the last colour nobody could tell which is which.
    drawn = models[: len(COLOURS)]
    some = f" (the first {len(drawn)} versions)" if len(drawn) < len(models) else ""
    errors = {model.name: rows for model in drawn if (rows := held_out(model))}
    if errors:
        yield f"{who}: error less the pipeline's, on a season held out{some}", _gains(errors)
    shares = {model.name: found for model in drawn if (found := telling(model))}
    if shares:
        yield f"{who}: most telling features{some}", _shares(shares)


def _gains(errors: dict[str, tuple[HeldOut, ...]]) -> Figure:
    """Draw the difference in per cent of the pipeline's error, so that one axis serves all stats."""
    stats = list(dict.fromkeys(row.stat for rows in errors.values() for row in rows))
    figure, axes = _lying(len(stats), len(errors))
    for place, (name, rows) in enumerate(errors.items()):
        part = [100 / row.pipeline if row.pipeline else 0.0 for row in rows]
        reach = [
            [max(row.delta - row.lo, 0.0) * per for row, per in zip(rows, part, strict=True)],
            [max(row.hi - row.delta, 0.0) * per for row, per in zip(rows, part, strict=True)],
        ]
        deltas = [row.delta * per for row, per in zip(rows, part, strict=True)]
        heights = [stats.index(row.stat) + _shift(place, len(errors)) for row in rows]
        axes.errorbar(
            deltas, heights, xerr=reach, fmt="o", markersize=3.5, linewidth=1.2, color=COLOURS[place], label=name
        )
    axes.axvline(0.0, color="#888888", linewidth=0.8)
    axes.set_xlabel("% of the pipeline's root mean squared error; left is better")
    return _labelled(figure, axes, stats)


def _shares(shares: dict[str, dict[str, float]]) -> Figure:
    first = next(iter(shares.values()))
    names = sorted(first, key=lambda name: (-first[name], name))[:FEATURES]
    figure, axes = _lying(len(names), len(shares))
    for place, (name, found) in enumerate(shares.items()):
        heights = [row + _shift(place, len(shares)) for row in range(len(names))]
        widths = [100 * found.get(feature, 0.0) for feature in names]
        axes.barh(heights, widths, height=0.7 / len(shares), color=COLOURS[place], label=name)
    axes.set_xlabel("% of what was learned")
    return _labelled(figure, axes, names)


def _lying(rows: int, sides: int) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 0.9 + rows * (0.16 * sides + 0.12)), layout="constrained")
    return figure, figure.add_subplot()


def _shift(place: int, sides: int) -> float:
    return (place - (sides - 1) / 2) * 0.7 / sides


def _labelled(figure: Figure, axes: Axes, rows: list[str]) -> Figure:
    # A dollar sign would begin a formula.
    axes.set_yticks(range(len(rows)), [legible(row).replace("$", r"\$") for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    handles, names = axes.get_legend_handles_labels()
    longest = min(max(map(len, names)), WIDE)
    labels = [name if len(name) <= WIDE else f"{name[: WIDE - 1]}…" for name in names]
    figure.legend(handles, labels, loc="outside upper left", ncols=max(1, min(3, WIDE // longest)), frameon=False)
    return figure
