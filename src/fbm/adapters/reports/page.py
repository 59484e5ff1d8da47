"""Pages as HTML that needs nothing else: plots are in it, and it runs no scripts."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final

from fbm.adapters.reports.layout import Table, Text, aligned, legible

_STYLE: Final = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a;
  overflow-wrap: break-word; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; margin: .5rem 0; }
th, td { padding: .15rem .6rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top;
  white-space: nowrap; }
td.figure, th.figure { text-align: right; }
.long { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; max-width: 24rem; }
.wide { overflow-x: auto; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { body { background: #fff; } }
"""


LONG: Final = 40
"""Characters of the longest text that stands in one line of a table."""


def page(text: Text, plots: Iterable[tuple[str, str]], above: Iterable[str] = ()) -> str:
    """Render a page as well-formed XML that is HTML too; names stand in it as they are, whatever signs they hold.

    Parameters
    ----------
    text : Text
    plots : iterable of (caption, SVG element)
    above : iterable of str
        Elements before the title.
    """
    body = [f"<h1>{words(text.title)}</h1>", *(f"<p>{words(remark)}</p>" for remark in text.remarks)]
    body += [
        f'<figure><figcaption>{words(caption)}</figcaption><div class="wide">{svg}</div></figure>'
        for caption, svg in plots
    ]
    return framed(text.title, [*above, *body, *(_table(table) for table in text.tables)])


def framed(title: str, body: Iterable[str]) -> str:
    """Put elements, well-formed each, into a page."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{words(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def words(text: str) -> str:
    """Write text so that it stands in an element or an attribute as it is."""
    return html.escape(legible(text))


def cell(text: str, *, head: bool = False, figure: bool = False) -> str:
    """Write a cell of a table; long text takes several lines, and does not push the other columns out of sight."""
    kinds = {"figure": figure, "long": len(text) > LONG}
    named = " ".join(kind for kind, is_so in kinds.items() if is_so)
    looks = f' class="{named}"' if named else ""
    # The corner above names of rows is no head of them.
    return f'<th scope="col"{looks}>{words(text)}</th>' if head and text else f"<td{looks}>{words(text)}</td>"


def _table(table: Table) -> str:
    figures = aligned(table.rows)
    head = "".join(
        cell(column, head=True, figure=figure) for column, figure in zip(table.columns, figures, strict=True)
    )
    rows = ("".join(cell(text, figure=figure) for text, figure in zip(row, figures, strict=True)) for row in table.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    remark = f"<p>{words(table.remark)}</p>" if table.remark else ""
    return (
        f'<h2>{words(table.heading)}</h2>\n<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>{remark}"
    )
