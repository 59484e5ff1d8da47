"""The parser, made from the table of commands. Command modules are loaded when their command runs, not before."""

from __future__ import annotations

from cyclopts import App

from fbm.app.cli.commands import GROUPS, Command, every_command
from fbm.app.cli.options import Context, HomeOption, RegistryOption, Tokens


def build() -> App:
    """Assemble the parser.

    Returns
    -------
    cyclopts.App
        Called with the words of a command line it runs the command and returns its exit code.
    """
    app = App(name="fbm", help="Fantasy Baseball Manager.", help_format="plaintext", version=_version)
    groups: dict[tuple[str, ...], App] = {(): app}
    for words, help_text in GROUPS.items():
        groups[words] = App(name=words[-1], help=help_text)
        groups[words[:-1]].command(groups[words])
    for command in every_command():
        _register(groups[command.words[:-1]], command)

    @app.meta.default
    def root(*tokens: Tokens, home: HomeOption = None, registry: RegistryOption = None) -> int:
        function, bound, unparsed = app.parse_args(tokens)
        context = Context(home=home, registry=registry)
        code: int = function(*bound.args, **bound.kwargs, **dict.fromkeys(unparsed, context))
        return code

    return app.meta


def _register(group: App, command: Command) -> None:
    group.command(command.target, name=command.words[-1], help=command.help)


def _version() -> str:
    # Reading the installed version costs as much as two bare interpreters, and only --version needs it.
    from importlib.metadata import version

    return version("fbm")
