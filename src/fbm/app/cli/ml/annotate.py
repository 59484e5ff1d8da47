"""`fbm ml annotate`: tags and a description for a version that is published."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.ml.tags import parse_tags
from fbm.app.cli.options import InContext, JsonOption, TypeOption
from fbm.app.cli.output import MEANINGLESS, Complaint, finish, refuse, write, write_json
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import VersionState

TagOption = Annotated[tuple[str, ...], Parameter(name="--tag", negative=(), help="KEY=VALUE; may be repeated.")]
UntagOption = Annotated[
    tuple[str, ...], Parameter(name="--untag", negative=(), help="KEY to take away; may be repeated.")
]
DescriptionOption = Annotated[str | None, Parameter(help="What this model is, in a sentence; replaces the one before.")]


def annotate(
    ref: str,
    /,
    *,
    tag: TagOption = (),
    untag: UntagOption = (),
    description: DescriptionOption = None,
    model_type: TypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Set tags and the description of a version; what was published stays on record.

    Parameters
    ----------
    ref
        Which version: default, default_v3, default@latest.
    """
    tags = _changes(tag, untag)
    if isinstance(tags, Failure):
        return refuse(tags.failure())
    if not tags.unwrap() and description is None:
        return refuse(Complaint("Say what to change: --tag KEY=VALUE, --untag KEY or --description TEXT.", MEANINGLESS))
    registry = ServiceContainer(context.home, context.registry).model_registry
    kind = choose_type(registry, ref, model_type)
    done: Result[VersionState, Complaint] = kind.bind(
        lambda found: (
            registry.annotate(ref, found, tags=tags.unwrap(), description=description)
            .bind(lambda _: registry.find(ref, found))
            .alt(about_registry)
        )
    )
    return finish(done, show=lambda state: _show(state, as_json=json), complain=lambda complaint: complaint)


def _changes(tag: tuple[str, ...], untag: tuple[str, ...]) -> Result[dict[str, str | None], Complaint]:
    return parse_tags(tag).map(lambda tags: {**dict.fromkeys(untag), **tags})


def _show(state: VersionState, *, as_json: bool) -> None:
    name = format_versioned_name(state.release.base_name, state.release.version)
    if as_json:
        facts = {"model_type": state.release.model_type, "name": name}
        return write_json({**facts, "tags": dict(state.tags), "description": state.description})
    tags = ", ".join(f"{key}={value}" for key, value in sorted(state.tags.items())) or "no tags"
    return write(f"{name}: {tags}{'; ' + state.description if state.description else ''}.")
