"""The parser, made from the table of commands. Command modules are loaded when their command runs, not before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cyclopts import App

from fbm.app.cli.commands import GROUPS, Command, every_command
from fbm.app.cli.options import Context, HomeOption, RegistryOption, Tokens

WHOLE_PROGRAM: Final = frozenset({"--home", "--registry", "--help", "-h"})


def run(words: Sequence[str]) -> object:
    """Parse a command line and run its command.

    Parameters
    ----------
    words : sequence of str
        What was typed after ``fbm``.

    Returns
    -------
    object
        What the command returned: its exit code.

    Raises
    ------
    SystemExit
        After help or an error of the command line was printed.
    """
    app = build()
    # Options of the whole program need a pass of their own, and most command lines have none.
    if any(word.partition("=")[0] in WHOLE_PROGRAM for word in words):
        return app.meta(list(words), result_action="return_value")
    return _call(app, words, Context())


def run_in(words: Sequence[str], context: Context) -> object:
    """Run a command from within another one, at the same home and registry."""
    return _call(build(), words, context)


def build() -> App:
    """Assemble the parser; its `meta` app takes the options of the whole program as well."""
    app = App(name="fbm", help="Fantasy Baseball Manager.", help_format="plaintext", version=_version)
    groups: dict[tuple[str, ...], App] = {(): app}
    for words, help_text in GROUPS.items():
        groups[words] = App(name=words[-1], help=help_text)
        groups[words[:-1]].command(groups[words])
    for command in every_command():
        _register(groups[command.words[:-1]], command)

    # What an interrupted command line says is said in one place, with or without options of the whole program.
    app.meta.suppress_keyboard_interrupt = False

    @app.meta.default
    def root(*tokens: Tokens, home: HomeOption = None, registry: RegistryOption = None) -> object:
        return _call(app, tokens, Context(home=home, registry=registry))

    return app


def _call(app: App, words: Sequence[str], context: Context) -> object:
    function, bound, unparsed = app.parse_args(list(words))
    return function(*bound.args, **bound.kwargs, **dict.fromkeys(unparsed, context))


def _register(group: App, command: Command) -> None:
    group.command(command.target, name=command.words[-1], help=command.help)


def _version() -> str:
    # Reading the installed version costs as much as two bare interpreters, and only --version needs it.
    from importlib.metadata import version

    return version("fbm")
