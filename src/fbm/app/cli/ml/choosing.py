"""Choosing the model type when none was typed: the only one that has the line."""

from __future__ import annotations

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import MEANINGLESS, Complaint
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.registry.naming import parse_ref


def choose_type(registry: ModelRegistry, ref: str, model_type: str | None) -> Result[str, Complaint]:
    """Decide the model type of a ref.

    Parameters
    ----------
    registry : ModelRegistry
    ref : str
        A type in front of it (``mtl/default``) counts as typed.
    model_type : str or None
        What ``--type`` says.

    Returns
    -------
    Result of str
        The only type that has the line (`gb_residual` where none has, so that near names are looked for there); a
        complaint naming the candidates where several have it.
    """
    typed = model_type or parse_ref(ref).map(lambda parsed: parsed.model_type or "").value_or("")
    if typed:
        return Success(typed)
    return registry.types_with(ref).alt(about_registry).bind(lambda types: _only(ref, types))


def _only(ref: str, types: tuple[str, ...]) -> Result[str, Complaint]:
    if len(types) > 1:
        choices = " or ".join(f"--type {name}" for name in types)
        return Failure(Complaint(f"{ref} exists for several model types: add {choices}.", MEANINGLESS))
    return Success(types[0] if types else "gb_residual")
