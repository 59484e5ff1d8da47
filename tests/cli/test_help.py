"""The map shows every command, and every command is there."""

from __future__ import annotations

from importlib import import_module

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.cli.commands import GROUPS, Command, every_command
from tests.cli.conftest import Fbm

COMMANDS = pytest.mark.parametrize("command", every_command(), ids=lambda command: " ".join(command.words))


def test_the_map_stays_as_it_is(fbm: Fbm, text: SnapshotAssertion) -> None:
    assert fbm("--help").out == text


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_nothing_and_help_print_the_map(fbm: Fbm, words: tuple[str, ...]) -> None:
    assert fbm(*words) == fbm("--help")
    assert fbm(*words).code == 0


def test_the_map_fits_eighty_columns(fbm: Fbm) -> None:
    assert max(len(line) for line in fbm("--help").out.splitlines()) <= 80


@COMMANDS
def test_every_command_is_on_the_map(fbm: Fbm, command: Command) -> None:
    (line,) = [line for line in fbm("--help").out.splitlines() if line.startswith(f"  fbm {' '.join(command.words)} ")]
    assert line.endswith(command.help)


@COMMANDS
def test_every_target_is_a_function(command: Command) -> None:
    module, _, name = command.target.partition(":")
    assert callable(getattr(import_module(module), name))


@COMMANDS
def test_every_command_explains_itself(fbm: Fbm, command: Command) -> None:
    code, out, err = fbm(*command.words, "--help")
    assert (code, err) == (0, "")
    assert f"Usage: fbm {' '.join(command.words)}" in out


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_every_group_names_its_commands(fbm: Fbm, group: tuple[str, ...]) -> None:
    code, out, err = fbm(*group, "--help")
    within = {command.words[len(group)] for command in every_command() if command.words[: len(group)] == group}
    assert (code, err) == (0, "")
    assert all(f"{word} " in out for word in within)


def test_the_version_is_printed(fbm: Fbm) -> None:
    code, out, err = fbm("--version")
    assert (code, err) == (0, "")
    assert out.strip()[0].isdigit()
