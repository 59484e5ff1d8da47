"""Names of lines and versions: what a base name may be, how a version is written, and what a ref means.

Version 1 of the line `default` is written `default`, version 3 `default_v3`. A ref may also be `default@3`,
`default@latest`, or follow an alias (`default@champion`), with the model type in front if one likes
(`mtl/default@latest`).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, NewType, TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.registry.errors import BadName, BadRef, BadVersion, RegistryError

BaseName = NewType("BaseName", str)
"""A base name that was found good."""

LATEST: Final = "latest"
LONGEST: Final = 100
HIGHEST_VERSION: Final = 10**9 - 1

_BASE: Final = r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}"
_VERSIONED: Final = r"(?P<base>.+)_v(?P<version>\d+)"
_ALIAS: Final = r"[a-z][a-z0-9-]{0,49}"


class Pinned(NamedTuple):
    """A ref that names one version by its number."""

    base_name: BaseName
    version: int
    model_type: str | None = None


class Latest(NamedTuple):
    """A ref that means the highest live version with the part asked for."""

    base_name: BaseName
    model_type: str | None = None


class Aliased(NamedTuple):
    """A ref that follows an alias."""

    base_name: BaseName
    alias: str
    model_type: str | None = None


Ref: TypeAlias = Pinned | Latest | Aliased


def parse_base_name(text: str) -> Result[BaseName, RegistryError]:
    """Accept a base name.

    Returns
    -------
    Result of BaseName
        `BadName` when it is empty, too long, holds other characters than letters, digits, dot, blank, underscore and
        hyphen, begins with none of the first two, ends in a blank or dot, or looks like a versioned name.
    """
    reason = _objection(text)
    return Failure(BadName(text, reason)) if reason else Success(BaseName(text))


def _objection(text: str) -> str | None:
    if not text:
        return "it is empty"
    if len(text) > LONGEST:
        return f"it has {len(text)} characters, {LONGEST} are the most"
    if not re.fullmatch(_BASE, text, re.ASCII):
        return "letters, digits, '.', '_', '-' and blanks are allowed, the first a letter or digit"
    if text[-1] in ". ":
        return "it ends in a dot or a blank"
    return "it ends like a version" if re.fullmatch(_VERSIONED, text, re.ASCII | re.DOTALL) else None


def parse_versioned_name(text: str) -> Result[tuple[BaseName, int], RegistryError]:
    """Read a versioned name: `default` is version 1, `default_v3` version 3.

    Returns
    -------
    Result of (base name, version)
        `BadName` or `BadVersion`.
    """
    found = re.fullmatch(_VERSIONED, text, re.ASCII | re.DOTALL)
    if found is None:
        return parse_base_name(text).map(lambda base: (base, 1))
    return parse_base_name(found["base"]).bind(lambda base: _with_version(base, found["version"]))


def _with_version(base: BaseName, digits: str) -> Result[tuple[BaseName, int], RegistryError]:
    if len(digits) > 20:
        return Failure(BadName(f"{base}_v{digits[:12]}…", "its version has too many digits"))
    return check_version(int(digits)).map(lambda version: (base, version))


def check_version(version: int) -> Result[int, RegistryError]:
    """Accept a version number; `BadVersion` below 1 or with more than nine digits."""
    return Success(version) if 1 <= version <= HIGHEST_VERSION else Failure(BadVersion(version))


def format_versioned_name(base_name: str, version: int) -> str:
    """Write a version.

    Examples
    --------
    >>> format_versioned_name("default", 1), format_versioned_name("default", 3)
    ('default', 'default_v3')
    """
    return base_name if version == 1 else f"{base_name}_v{version}"


def parse_ref(text: str) -> Result[Ref, RegistryError]:
    """Read a ref as a user types it.

    Returns
    -------
    Result of Ref
        `BadRef`, `BadName` or `BadVersion` for text that names nothing.

    Examples
    --------
    >>> parse_ref("mtl/default@latest").unwrap()
    Latest(base_name='default', model_type='mtl')
    """
    model_type, slash, rest = text.rpartition("/")
    if slash and not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", model_type, re.ASCII):
        return Failure(BadRef(text, "what stands before '/' is no model type"))
    name, at, pointer = rest.partition("@")
    if not at:
        return parse_versioned_name(name).map(lambda pair: Pinned(pair[0], pair[1], model_type or None))
    return parse_base_name(name).bind(lambda base: _pointed(text, base, pointer, model_type or None))


def _pointed(text: str, base: BaseName, pointer: str, model_type: str | None) -> Result[Ref, RegistryError]:
    if pointer == LATEST:
        return Success(Latest(base, model_type))
    if re.fullmatch(r"\d{1,10}", pointer, re.ASCII):
        return check_version(int(pointer)).map(lambda version: Pinned(base, version, model_type))
    if re.fullmatch(_ALIAS, pointer, re.ASCII):
        return Success(Aliased(base, pointer, model_type))
    return Failure(BadRef(text, "after '@' goes a number, 'latest' or an alias"))


def newest(ref: str) -> str:
    """Read a bare line as its latest version, for those who mean the line; other refs stay as they are.

    Examples
    --------
    >>> newest("default"), newest("mtl/default"), newest("default_v2"), newest("default@champion")
    ('default@latest', 'mtl/default@latest', 'default_v2', 'default@champion')
    """
    name = ref.rpartition("/")[2]
    return f"{ref}@latest" if isinstance(parse_base_name(name), Success) else ref


def parse_alias(text: str) -> Result[str, RegistryError]:
    """Accept an alias: small letters, digits and hyphens; `latest` is computed and cannot be set."""
    if text == LATEST:
        return Failure(BadName(text, "it is computed, never set"))
    if not re.fullmatch(_ALIAS, text, re.ASCII):
        return Failure(BadName(text, "an alias has small letters, digits and hyphens"))
    return Success(text)


def fold_case(base_name: str) -> str:
    """Key under which base names must be unique: some file systems do not tell upper from lower case."""
    return base_name.casefold()


def near_names(wanted: str, names: tuple[str, ...], *, most: int = 3) -> tuple[str, ...]:
    """Names that a mistyped one may have meant, nearest first."""
    # The matcher costs a few milliseconds at import, and only failures need it.
    from difflib import get_close_matches

    return tuple(get_close_matches(wanted, sorted(set(names)), n=most, cutoff=0.6))
