"""`fbm ml list`: every version, a row for each part."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import MEANINGLESS, Complaint, finish, listed, refuse, say, write, write_json
from fbm.app.registry.reading import ModelListing
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.errors import RegistryError

NameOption = Annotated[str | None, Parameter(help="Only this line or version; * stands for anything.")]
TagOption = Annotated[tuple[str, ...], Parameter(name="--tag", negative=(), help="Only with KEY or KEY=VALUE.")]
SinceOption = Annotated[str | None, Parameter(help="Only published on this day or later: 2026-02-08.")]
LatestOption = Annotated[bool, Parameter(negative=(), help="Only the newest version of each line.")]
SortOption = Annotated[str | None, Parameter(help="Best first by a measure, such as rmse or validation.model.hr.r.")]


def list_models(
    *,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    name: NameOption = None,
    tag: TagOption = (),
    since: SinceOption = None,
    latest: LatestOption = False,
    sort: SortOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """List every version, ordered by model type, name and version."""
    if since is not None and not _is_day(since):
        return refuse(Complaint(f"--since {since!r} is no day: write it as 2026-02-08.", MEANINGLESS))
    registry = ServiceContainer(context.home, context.registry).model_registry
    listing = registry.list_all(model_type, player_type)
    if name or tag or since or latest or sort:
        from fbm.domain.registry.selecting import Selection, select

        wanted = Selection(name, tag, since, latest, sort)
        listing = listing.map(lambda found: found._replace(models=select(found.models, wanted)))
    chosen = bool(name or tag or since)
    return finish(listing, show=lambda found: _show(found, chosen=chosen, as_json=json), complain=_complain)


def _is_day(text: str) -> bool:
    pieces = text.split("-")
    return [len(piece) for piece in pieces] == [4, 2, 2] and all(p.isascii() and p.isdigit() for p in pieces)


def _show(listing: ModelListing, *, chosen: bool, as_json: bool) -> None:
    # Each way of showing loads what it needs and not what the other one needs.
    if as_json:
        from fbm.app.cli.ml.rows import row

        rows = [row(model) for model in listing.models]
        return write_json({"models": rows, "problems": [_problem(p.key, p.reason) for p in listing.problems]})
    if listing.problems:
        say(_problems(listing))
    if not listing.models and chosen:
        return write("No version is like that. See all of them: fbm ml list")
    if not listing.models:
        return write("No models yet. Next: fbm ml train --years 2015-2021")
    from fbm.app.cli.ml.listing import listing_text

    return write(listing_text(listing.models))


def _complain(error: RegistryError) -> Complaint:
    # The sentences of all failures are a fifth of what a listing loads, and a listing seldom needs one.
    from fbm.app.cli.failures.registry import about_registry

    return about_registry(error)


def _problems(listing: ModelListing) -> str:
    found = tuple(f"{problem.key}: {problem.reason}" for problem in listing.problems)
    what = "1 entry" if len(found) == 1 else f"{len(found)} entries"
    return f"{what} cannot be read; everything else is listed ({listed(found, most=5)})."


def _problem(key: str, reason: str) -> dict[str, str]:
    return {"key": key, "reason": reason}
