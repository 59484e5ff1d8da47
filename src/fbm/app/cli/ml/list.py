"""`fbm ml list`: every version, a row for each part."""

from __future__ import annotations

from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import Complaint, finish, listed, say, write, write_json
from fbm.app.registry.reading import ModelListing
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.errors import RegistryError


def list_models(
    *,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """List every version, ordered by model type, name and version."""
    registry = ServiceContainer(context.home, context.registry).model_registry
    listing = registry.list_all(model_type, player_type)
    return finish(listing, show=lambda found: _show(found, as_json=json), complain=_complain)


def _show(listing: ModelListing, *, as_json: bool) -> None:
    # Each way of showing loads what it needs and not what the other one needs.
    if as_json:
        from fbm.app.cli.ml.rows import row

        rows = [row(model) for model in listing.models]
        return write_json({"models": rows, "problems": [_problem(p.key, p.reason) for p in listing.problems]})
    if listing.problems:
        say(_problems(listing))
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
