"""Options that mean the same in every command, and the context a command runs in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple, TypeAlias

from cyclopts import Parameter


class Context(NamedTuple):
    """Where the command works, as typed; None means the environment or the default decides."""

    home: str | None = None
    registry: str | None = None


def _years(_type: object, tokens: Sequence[Any]) -> tuple[int, ...]:
    """Parse seasons such as ``2019,2021`` or ``2015-2022``; repeated options add up."""
    from returns.result import Success

    from fbm.domain.ids import parse_seasons

    match parse_seasons(",".join(token.value for token in tokens)):
        case Success(seasons):
            return tuple(seasons)
        case failure:
            # The parser shows the text of a ValueError as what is wrong with the option.
            part, reason = failure.failure()
            raise ValueError(f"{part!r} is {reason}")


def _whole(_type: object, tokens: Sequence[Any]) -> int:
    """Read a whole number; the parser's own reading would round 2022.7 without a word."""
    try:
        return int(tokens[0].value)
    except ValueError as error:
        from cyclopts import CoercionError

        # Without a text of ours, the parser names the option or argument itself.
        raise CoercionError(token=tokens[0], target_type=int) from error


Whole: TypeAlias = Annotated[int, Parameter(converter=_whole, n_tokens=1)]
"""A whole number; what every option and argument that is one is declared with."""

InContext: TypeAlias = Annotated[Context, Parameter(parse=False)]
Tokens: TypeAlias = Annotated[str, Parameter(show=False, allow_leading_hyphen=True)]
HomeOption: TypeAlias = Annotated[str | None, Parameter(help="Where data and models live (FBM_HOME).")]
RegistryOption: TypeAlias = Annotated[str | None, Parameter(help="The model registry, a path or URL (FBM_REGISTRY).")]
JsonOption: TypeAlias = Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON for programs.")]
TypeOption: TypeAlias = Annotated[str | None, Parameter(name=("--type", "-t"), help="Model type, such as gb_residual.")]
PlayerTypeOption: TypeAlias = Annotated[
    str | None, Parameter(name=("--player-type", "-p"), help="batter, pitcher or shared; left out: all of them.")
]
Years: TypeAlias = Annotated[
    tuple[int, ...],
    Parameter(converter=_years, n_tokens=1, negative=(), help="Target seasons: 2015-2021, 2019,2021 or both."),
]
