"""Plots of a judgement as SVG, the same bytes for the same judgement."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from fbm.domain.evaluation.summary import SHOWN, Line, lines_of, title
from fbm.domain.projection.batch import Playing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLE: Final[Any] = {"svg.fonttype": "none", "font.size": 9.0, "axes.spines.top": False,
                 "axes.spines.right": False, "font.family": "sans-serif"}  # fmt: skip
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Colours that colour-blind readers tell apart (Okabe and Ito)."""


def plots_of(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Draw a judgement: a heading and an SVG element for each plot."""
    return drawn_as_svg(plot for playing in SHOWN for plot in _plots(document, playing))


def drawn_as_svg(plots: Iterable[tuple[str, Figure]]) -> Iterator[tuple[str, str]]:
    """Draw plots that share a page: their headings, and an SVG element each."""
    import matplotlib as mpl

    with mpl.rc_context(_STYLE):
        drawn = list(plots)
        for place, (caption, figure) in enumerate(drawn):
            # Ids are made of this word and what is drawn: those of two plots on one page must not meet.
            mpl.rcParams["svg.hashsalt"] = f"fbm {place}"
            yield caption, _svg(figure)


def _plots(document: Mapping[str, Any], playing: Playing) -> Iterator[tuple[str, Figure]]:
    yield from _differences(document, playing)
    yield from _calibration(document, playing)


def _differences(document: Mapping[str, Any], playing: Playing) -> Iterator[tuple[str, Figure]]:
    """Draw how far each pipeline is from the baseline in each category, with its interval."""
    from matplotlib.figure import Figure

    lines = [line for line in lines_of(document, playing) if line.difference is not None]
    if not lines:
        return
    stats = list(dict.fromkeys(line.stat for line in lines))
    names = list(dict.fromkeys(line.name for line in lines))
    figure = Figure(figsize=(7.5, 0.9 + len(stats) * (0.16 * len(names) + 0.22)), layout="constrained")
    axes = figure.add_subplot()
    for place, name in enumerate(names):
        _draw(axes, [line for line in lines if line.name == name], stats, (place, len(names)))
    axes.axvline(0.0, color="#888888", linewidth=0.8)
    axes.set_yticks(range(len(stats)), [title(stat) for stat in stats])
    axes.invert_yaxis()
    axes.set_xlabel(f"difference in r (rho for ranks) to {document['baseline']}")
    figure.legend(loc="outside upper left", ncols=3, frameon=False)
    yield f"{playing.capitalize()}s: difference to {document['baseline']}", figure


def _draw(axes: Axes, lines: list[Line], stats: list[str], place: tuple[int, int]) -> None:
    shift = (place[0] - (place[1] - 1) / 2) * 0.7 / place[1]
    known = [(line, line.difference) for line in lines if line.difference is not None]
    heights = [stats.index(line.stat) + shift for line, _ in known]
    deltas = [difference.delta for _, difference in known]
    reach = [
        [max(difference.delta - difference.lo, 0.0) for _, difference in known],
        [max(difference.hi - difference.delta, 0.0) for _, difference in known],
    ]
    colour = COLOURS[place[0] % len(COLOURS)]
    axes.errorbar(
        deltas, heights, xerr=reach, fmt="o", markersize=3.5, linewidth=1.2, color=colour, label=lines[0].name
    )


def _calibration(document: Mapping[str, Any], playing: Playing) -> Iterator[tuple[str, Figure]]:
    """Draw where actual figures fell among the projected ones, a histogram for each stat."""
    from matplotlib.figure import Figure

    for name, kinds in document["calibration"].items():
        found = {stat: one for stat, one in kinds.get(playing, {}).items() if stat in SHOWN[playing] or stat == "pa"}
        if found:
            rows = -(-len(found) // 4)
            figure = Figure(figsize=(7.5, 0.5 + 1.5 * rows), layout="constrained")
            for place, (stat, one) in enumerate(found.items()):
                axes = figure.add_subplot(rows, min(len(found), 4), place + 1)
                axes.bar([0.05 + bin_ / 10 for bin_ in range(10)], one["histogram"], width=0.09, color=COLOURS[0])
                axes.axhline(0.1, color="#888888", linewidth=0.8)
                axes.set_title(title(stat), fontsize=9)
            yield f"{playing.capitalize()}s: calibration of {name}", figure


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # Words are drawn by whoever shows the page, whose fonts have more characters than ours.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    # Before the element stand an XML declaration and a document type, which a page has already.
    _, mark, drawing = buffer.getvalue().partition("<svg")
    return f"{mark}{drawing}".strip()
