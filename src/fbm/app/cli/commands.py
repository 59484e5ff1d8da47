"""The table of commands: what there is, where it lives, and one line on each.

Both the map that `fbm --help` prints and the parser are made from it, so they cannot disagree. Modules are named,
not imported: a command's module is loaded when that command runs.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One command.

    Attributes
    ----------
    words : tuple of str
        What is typed after ``fbm``: groups, then the command.
    target : str
        ``module:function`` that runs it.
    help : str
        One line, in the imperative.
    operands : str
        What follows on the command line, for the map.
    """

    words: tuple[str, ...]
    target: str
    help: str
    operands: str = ""


class Chapter(NamedTuple):
    """Commands that belong together on the map."""

    title: str
    commands: tuple[Command, ...]


GROUPS = {
    ("data",): "Bring seasons in: real ones or a simulated league.",
    ("data", "import"): "Read files of a data maker into season tables.",
    ("contextual",): "Models that read pitches as a sequence.",
    ("ml",): "Train models, keep every version, compare and remove them.",
}
"""Help for the words that are not commands themselves."""

CHAPTERS = (
    Chapter(
        "Start here",
        (Command(("demo",), "fbm.app.cli.demo:demo", "Run the whole job on a simulated league."),),
    ),
    Chapter(
        "Seasons",
        (
            Command(
                ("data", "import", "lahman"),
                "fbm.app.cli.data:import_lahman",
                "Read a directory of Lahman CSV files.",
                "DIR",
            ),
            Command(
                ("data", "import", "majors"),
                "fbm.app.cli.majors_data:import_majors",
                "Read later seasons from MLB's Stats API.",
                "FILE…",
            ),
            Command(
                ("data", "import", "ids"),
                "fbm.app.cli.minors_data:import_ids",
                "Read players' ids: who is who.",
                "FILE",
            ),
            Command(
                ("data", "import", "fangraphs"),
                "fbm.app.cli.tracking_data:import_fangraphs",
                "Read season boards of FanGraphs.",
                "FILE…",
            ),
            Command(
                ("data", "import", "savant"),
                "fbm.app.cli.tracking_data:import_savant",
                "Read season boards of Baseball Savant.",
                "FILE…",
            ),
            Command(
                ("data", "import", "minors"),
                "fbm.app.cli.minors_data:import_minors",
                "Read minor-league seasons (CSV, JSON).",
                "FILE",
            ),
            Command(
                ("data", "import", "statcast"),
                "fbm.app.cli.pitch_data:import_statcast",
                "Read pitches with Savant's columns.",
                "FILE",
            ),
            Command(
                ("data", "import", "retrosheet"),
                "fbm.app.cli.pitch_data:import_retrosheet",
                "Read Retrosheet's pitches or plays.",
                "FILE",
            ),
            Command(
                ("data", "download"),
                "fbm.app.cli.download:download",
                "Fetch and import, for who is online.",
                "SOURCE SEASONS",
            ),
            Command(("data", "simulate"), "fbm.app.cli.data:simulate", "Simulate a league with known true talent."),
            Command(("data", "status"), "fbm.app.cli.data:status", "Show which seasons are at hand."),
        ),
    ),
    Chapter(
        "Models",
        (
            Command(
                ("ml", "train"), "fbm.app.cli.ml.train:train", "Train a model and publish it.", "--years 2012-2021"
            ),
            Command(("ml", "train-mtl"), "fbm.app.cli.ml.train_mtl:train_mtl", "The same for a multi-task network."),
            Command(
                ("ml", "train-mle"),
                "fbm.app.cli.ml.train_mle:train_mle",
                "Train minor-league equivalencies.",
                "--years 2012-2021",
            ),
            Command(
                ("ml", "validate"),
                "fbm.app.cli.ml.validate:validate",
                "Judge a kind of model, keep nothing.",
                "--years 2012-2021",
            ),
            Command(("ml", "list"), "fbm.app.cli.ml.list:list_models", "List every version."),
            Command(("ml", "info"), "fbm.app.cli.ml.info:info", "Show one version in full.", "NAME"),
            Command(("ml", "compare"), "fbm.app.cli.ml.compare:compare", "Set versions side by side.", "A B"),
            Command(("report",), "fbm.app.cli.report:report", "Write a page on versions, to send.", "NAME"),
            Command(("ui",), "fbm.app.cli.ui:ui", "Show the registry in a browser."),
            Command(("ml", "retrain"), "fbm.app.cli.ml.retrain:retrain", "Train a version again.", "NAME"),
            Command(("ml", "alias"), "fbm.app.cli.ml.alias:alias", "Name a version: champion.", "NAME 3 champion"),
            Command(
                ("ml", "promote"), "fbm.app.cli.ml.alias:promote", "Name it champion; --if-better compares.", "NAME"
            ),
            Command(("ml", "annotate"), "fbm.app.cli.ml.annotate:annotate", "Set tags and description.", "NAME"),
            Command(("ml", "delete"), "fbm.app.cli.ml.delete:delete", "Remove a version (undo: restore).", "NAME"),
            Command(("ml", "restore"), "fbm.app.cli.ml.delete:restore", "Bring a removed version back.", "NAME"),
            Command(("ml", "prune"), "fbm.app.cli.ml.prune:prune", "Keep the newest versions.", "NAME --keep 5"),
        ),
    ),
    Chapter(
        "Pitches as a sequence",
        (
            Command(
                ("contextual", "prepare-data"),
                "fbm.app.cli.contextual.prepare_data:prepare_data",
                "Prepare pitches as arrays, once.",
            ),
            Command(
                ("contextual", "pretrain"),
                "fbm.app.cli.contextual.pretrain:pretrain",
                "Teach a network to read pitches.",
            ),
            Command(
                ("contextual", "finetune"),
                "fbm.app.cli.contextual.finetune:finetune",
                "Teach it what players' next games bring.",
            ),
            Command(
                ("contextual", "evaluate"),
                "fbm.app.cli.contextual.evaluate:evaluate",
                "Judge it on a season it never saw.",
                "REF",
            ),
        ),
    ),
    Chapter(
        "Registry",
        (
            Command(("ml", "verify"), "fbm.app.cli.ml.verify:verify", "Hash everything again, name damage."),
            Command(("ml", "gc"), "fbm.app.cli.ml.verify:gc", "Free the bytes of deleted versions."),
            Command(
                ("ml", "export"), "fbm.app.cli.ml.exchange:export", "Write versions to one file.", "NAME --out FILE"
            ),
            Command(("ml", "import"), "fbm.app.cli.ml.exchange:import_bundle", "Take such a file in.", "FILE"),
            Command(("ml", "migrate"), "fbm.app.cli.ml.migrate:migrate", "Take over an older system's models.", "DIR"),
            Command(("doctor",), "fbm.app.cli.doctor:doctor", "Home, registry, data and versions."),
        ),
    ),
    Chapter(
        "Projections",
        (
            Command(
                ("project",),
                "fbm.app.cli.project:project",
                "Print and write next season's numbers.",
                "SEASON",
            ),
            Command(
                ("evaluate",),
                "fbm.app.cli.evaluate:evaluate",
                "Judge pipelines on past seasons.",
                "SEASONS",
            ),
        ),
    ),
)


def every_command() -> tuple[Command, ...]:
    """All commands, in the order of the map."""
    return tuple(command for chapter in CHAPTERS for command in chapter.commands)
