"""Whole numbers on the command line are whole, whatever the parser would make of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest
from cyclopts import Parameter

from fbm.app.cli.commands import every_command
from tests.cli.conftest import Fbm


def numbers() -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Every option and argument that may be a number: command, name, and what it is declared with."""
    for command in every_command():
        module, _, name = command.target.partition(":")
        hints = get_type_hints(getattr(import_module(module), name), include_extras=True)
        for parameter, hint in hints.items():
            parts = tuple(parts_of(hint))
            if parameter != "return" and int in parts:
                yield " ".join(command.words), parameter, parts


def parts_of(hint: Any) -> Iterator[Any]:
    """Take a type apart, what it is annotated with too."""
    yield hint
    for part in (*get_args(hint), *getattr(hint, "__metadata__", ())):
        yield from parts_of(part)


def test_every_number_has_a_reader_of_ours() -> None:
    declared = list(numbers())
    assert len(declared) > 15
    for command, parameter, parts in declared:
        assert any(isinstance(part, Parameter) and part.converter for part in parts), (command, parameter)


@pytest.mark.parametrize(
    "words",
    [
        ("project", "2022.7"),
        ("project", "2022", "--top", "1.5"),
        ("project", "2022", "--top", "3.0"),
        ("ml", "prune", "default", "--keep", "2.5"),
        ("evaluate", "2015", "--pipelines", "marcel", "--seeds", "1.5"),
        ("evaluate", "2015", "--pipelines", "marcel", "--jobs", "1.5"),
        ("data", "simulate", "--teams", "7.6"),
        ("ml", "train", "--years", "2015", "--version", "1e0"),
    ],
)
def test_what_is_no_whole_number_is_refused_and_not_rounded(fbm: Fbm, words: tuple[str, ...]) -> None:
    ended = fbm(*words)
    assert (ended.code, ended.out) == (2, "")
    assert f'unable to convert "{words[-1]}" into int' in " ".join(ended.err.replace("│", " ").split())
