"""The map: what `fbm --help` prints. Made from the table of commands, without a command-line library."""

from __future__ import annotations

from fbm.app.cli.commands import CHAPTERS, Chapter, Command

_HEAD = """\
fbm - Fantasy Baseball Manager
Train projection models, keep every version, compare them honestly, and
project next season.

Usage: fbm [--home DIR] [--registry URL] GROUP COMMAND ...
"""

_FOOT = """\
Everywhere
  --home DIR        where data and models live (FBM_HOME; default ~/.fbm)
  --registry URL    the model registry (FBM_REGISTRY; default HOME/registry)
  --json            print JSON for programs
  --version         print the version of fbm
  --help            explain a group or a command

A version is called default (version 1), default_v3, default@3 or
default@latest; a bare name always means version 1.
"""


def overview() -> str:
    """Render the map of all commands, at most 80 columns wide."""
    width = max(len(_typed(command)) for chapter in CHAPTERS for command in chapter.commands)
    return "\n".join((_HEAD, *(_chapter(chapter, width) for chapter in CHAPTERS), _FOOT))


def _chapter(chapter: Chapter, width: int) -> str:
    rows = (f"  {_typed(command):<{width}}  {command.help}" for command in chapter.commands)
    return "\n".join((chapter.title, *rows, ""))


def _typed(command: Command) -> str:
    return " ".join(("fbm", *command.words, command.operands)).rstrip()
