"""The registry as pages that lead to one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from fbm.adapters.reports.page import LONG, cell, framed, page, words
from fbm.adapters.reports.version_plots import version_plots
from fbm.adapters.reports.version_text import version_text
from fbm.domain.ids import format_seasons
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.pages import VersionReport

HOME: Final = '<p><a href="/">All versions</a></p>'
NEWEST: Final = 200
"""Versions of a type that the first page lists."""

DESCRIBED: Final = 200
"""Characters of a description that it shows."""

COLUMNS: Final = ("Mark", "Version", "Parts", "Training years", "Stats", "Created", "Aliases", "Description")


class RegistryPages:
    """Makes pages of what the registry holds."""

    def listing(self, models: Sequence[ModelMetadata], problems: Sequence[tuple[str, str]]) -> str:
        """List versions, the newest of a type first, with a choice of those to be set side by side."""
        kinds = groupby(models, lambda model: model.model_type)
        body = [element for kind, found in kinds for element in _kind(kind, tuple(found))]
        body += [f"<p>Cannot be read: {words(key)} ({words(reason)})</p>" for key, reason in problems]
        nothing = ["<p>No models yet. Next: fbm ml train --years 2015-2021</p>"]
        return framed("Versions", ["<h1>Versions</h1>", *(body or nothing)])

    def versions(self, report: VersionReport) -> str:
        """Tell versions in full, with plots where the library for them is installed."""
        plots = version_plots(report) if find_spec("matplotlib") else ()
        return page(version_text(report), plots, above=(HOME,))

    def sentence(self, title: str, sentence: str) -> str:
        """Say one sentence."""
        return framed(title, (HOME, f"<h1>{words(title)}</h1>", f"<p>{words(sentence)}</p>"))


def ref_of(model: ModelMetadata) -> str:
    """Name a version so that nothing else is meant: ``gb_residual/default@2``."""
    return f"{model.model_type}/{model.base_name}@{model.version}"


def _kind(kind: str, models: tuple[ModelMetadata, ...]) -> Iterable[str]:
    """Give the versions of one type: a form that leads to those that are marked."""
    releases = [tuple(parts) for _, parts in groupby(models, ref_of)]
    newest = sorted(releases, key=lambda parts: parts[0].created_at, reverse=True)
    rows = "\n".join(_row(parts) for parts in newest[:NEWEST])
    head = "".join(cell(column, head=True) for column in COLUMNS)
    older = len(releases) - NEWEST
    yield f"<h2>{words(kind)}</h2>"
    yield (
        f'<form action="/versions"><div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f'<tbody>{rows}</tbody></table></div><button type="submit">Show the marked ones side by side</button></form>'
    )
    if older > 0:
        yield f"<p>{older:,} older ones: fbm ml list --type {words(kind)}</p>"


def _row(parts: tuple[ModelMetadata, ...]) -> str:
    model = parts[0]
    ref = ref_of(model)
    mark = f'<input type="checkbox" name="ref" value="{words(ref)}" aria-label="{words(model.name)}"/>'
    link = f'<a href="/versions?{words(urlencode({"ref": ref}))}">{words(model.name)}</a>'
    stats = dict.fromkeys(stat for part in parts for stat in part.stats)
    texts = (
        ", ".join(part.player_type for part in parts),
        format_seasons(model.training_years),
        str(len(stats)),
        model.created_at[:16].replace("T", " "),
        ", ".join(model.aliases),
        _beginning(model.description),
    )
    looks = ' class="long"' if len(model.name) > LONG else ""
    return f"<tr><td>{mark}</td><td{looks}>{link}</td>{''.join(map(cell, texts))}</tr>"


def _beginning(text: str) -> str:
    """Give what has room in a list; the version's own page has all of it."""
    return text if len(text) <= DESCRIBED else f"{text[:DESCRIBED]}…"
