"""`fbm ml alias` and `fbm ml promote`: movable names for versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.options import InContext, JsonOption, TypeOption
from fbm.app.cli.output import DONE, MEANINGLESS, NO, Complaint, finish, refuse, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.promoting import Promotion
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.naming import format_versioned_name, newest
from fbm.domain.registry.release import AliasMove, VersionState

Reason = Annotated[str, Parameter(help="Why; kept in the log.")]
Moves = Mapping[str, tuple[AliasMove, ...]]


def alias(
    name: str,
    version: str | None = None,
    alias_name: Annotated[str | None, Parameter(name="ALIAS")] = None,
    /,
    *,
    model_type: TypeOption = None,
    reason: Reason = "",
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Point an alias to a version; where it pointed before stays on record.

    Parameters
    ----------
    name
        The line: default.
    version
        A number, latest, or another alias; left out: show the aliases of the line and where they have pointed.
    alias_name
        The alias, such as champion; `default@champion` then means that version.
    """
    registry = ServiceContainer(context.home, context.registry).model_registry
    kind = choose_type(registry, name, model_type)
    if isinstance(kind, Failure):
        return refuse(kind.failure())
    if version is None:
        shown = histories(registry, name, kind.unwrap())
        return finish(shown, show=lambda moves: _show(name, kind.unwrap(), moves, as_json=json), complain=_same)
    if alias_name is None:
        return refuse(Complaint("Name the alias after the version: fbm ml alias default 3 champion.", MEANINGLESS))
    done = registry.set_alias(f"{name}@{version}", kind.unwrap(), alias_name, reason=reason).alt(about_registry)
    shown = done.bind(lambda _: histories(registry, name, kind.unwrap()))
    return finish(
        shown, show=lambda moves: _moved(name, kind.unwrap(), alias_name, moves, as_json=json), complain=_same
    )


def promote(
    ref: str,
    /,
    *,
    alias_name: Annotated[str, Parameter(name="--alias", help="The alias to move.")] = "champion",
    if_better: Annotated[bool, Parameter(negative=(), help="Only if it beats whom the alias points to.")] = False,
    measure: Annotated[
        str | None, Parameter(help="The measure that decides, such as rmse or validation.model.hr.r.")
    ] = None,
    model_type: TypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Make a version the champion of its line; with --if-better only if it is. The reason is kept on record.

    Parameters
    ----------
    ref
        Which version: default (version 1), default_v3, default@3, default@latest.
    """
    registry = ServiceContainer(context.home, context.registry).model_registry
    kind = choose_type(registry, ref, model_type)
    done = kind.bind(
        lambda found: registry.promote(ref, found, alias_name, if_better=if_better, measure=measure).alt(about_registry)
    )
    later = kind.bind(lambda found: registry.find(newest(ref), found).alt(about_registry)).map(_name).value_or("")
    return finish(done, show=lambda promotion: _promoted(promotion, _bare(ref, later), as_json=json), complain=_same)


def _name(state: VersionState) -> str:
    return format_versioned_name(state.release.base_name, state.release.version)


def _bare(ref: str, later: str) -> str:
    """Say what a bare name has meant, where its line has gone on since; `later` is its newest version."""
    if newest(ref) == ref or later in ("", ref.rpartition("/")[2]):
        return ""
    return f"A bare name means version 1: the newest of this line is {later}."


def histories(registry: ModelRegistry, name: str, model_type: str) -> Result[Moves, Complaint]:
    """Read where each alias of a line has pointed, oldest first."""
    aliases = registry.aliases_of(name, model_type)
    if isinstance(aliases, Failure):
        return Failure(about_registry(aliases.failure()))
    found: dict[str, tuple[AliasMove, ...]] = {}
    for one in sorted(aliases.unwrap()):
        moves = registry.alias_history(name, model_type, one)
        if isinstance(moves, Failure):
            return Failure(about_registry(moves.failure()))
        found[one] = moves.unwrap()
    return Success(found)


def _show(name: str, model_type: str, moves: Moves, *, as_json: bool) -> None:
    if as_json:
        return write_json({"model_type": model_type, "base_name": name, "aliases": _json(name, moves)})
    rows = [
        (one, format_versioned_name(name, move.version), move.at[:19].replace("T", " "), move.reason)
        for one, log in moves.items()
        for move in reversed(log)
    ]
    if not rows:
        return write(f"{name} has no aliases. Next: fbm ml alias {name} 1 champion")
    return write(table((Column("Alias"), Column("Version"), Column("Since"), Column("Reason")), rows))


def _moved(name: str, model_type: str, alias_name: str, moves: Moves, *, as_json: bool) -> None:
    if as_json:
        return write_json({"model_type": model_type, "base_name": name, "aliases": _json(name, moves)})
    log = moves[alias_name]
    before = f" (before: {format_versioned_name(name, log[-2].version)})" if len(log) > 1 else ""
    return write(f"{name}@{alias_name} is {format_versioned_name(name, log[-1].version)} from now on{before}.")


def _json(name: str, moves: Moves) -> dict[str, object]:
    return {
        one: {
            "version": log[-1].version,
            "name": format_versioned_name(name, log[-1].version),
            "history": [{"version": move.version, "at": move.at, "reason": move.reason} for move in log],
        }
        for one, log in moves.items()
    }


def _promoted(promotion: Promotion, remark: str, *, as_json: bool) -> int:
    verdict = promotion.verdict
    if remark:
        say(remark)
    if as_json:
        known = verdict._asdict() | {"better": verdict.better} if verdict else None
        write_json({**promotion._asdict(), "verdict": known})
    else:
        write(_sentence(promotion))
    return NO if verdict is not None and not verdict.better else DONE


def _sentence(promotion: Promotion) -> str:
    name, alias_name, verdict = promotion.name, promotion.alias, promotion.verdict
    told = ""
    if verdict:
        how = f"{verdict.measure} {abs(verdict.gain):.2%} {'better' if verdict.better else 'worse'} on average"
        told = f" ({how} than {promotion.previous}, better in {verdict.wins} of {verdict.compared})"
    if promotion.moved:
        return f"{name} is {alias_name} from now on{told}."
    if promotion.previous == name:
        return f"{name} is {alias_name} already."
    return f"{promotion.previous} stays {alias_name}: {name} is no better{told}."


def _same(complaint: Complaint) -> Complaint:
    return complaint
