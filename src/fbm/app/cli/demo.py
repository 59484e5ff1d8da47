"""`fbm demo`: the whole job on a simulated league, told as the command lines a person would type."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.output import say, write
from fbm.app.cli.parser import run

SCRIPT = (
    (
        "A league of fifteen seasons whose true talent is known:",
        "data simulate --first-season 2008 --last-season 2022 --pitches --pitch-games 30",
    ),
    ("Two versions of a model of what Marcel gets wrong:", "ml train --years 2013-2021 --name demo --validate"),
    ("", "ml train --years 2017-2021 --name demo --validate"),
    ("A network over all rates at once, and what lines below the majors are worth:", "ml train-mtl --years 2017-2021"),
    ("", "ml train-mle --years 2013-2021"),
    ("A network that reads pitches, pretrained and fine-tuned:", "contextual pretrain --epochs 1 --games 3000"),
    ("", "contextual finetune --epochs 3"),
    ("Four voices weighed by how well they foretold seasons held out:", "ml train --type blend --years 2013-2021"),
    ("What the registry holds now:", "ml list"),
    ("Which one is better, and by what:", "ml compare demo demo_v2 --type gb_residual --player-type batter"),
    ("How good projections of two seasons were:", "evaluate 2018-2019 --pipelines marcel_classic,marcel,baseline"),
    ("Next season's numbers, with the first version:", "project 2023 --pipeline marcel_gb --model gb_residual=demo"),
    ("And with the blend, prospects beside it:", "project 2023 --pipeline blend_mle"),
)

KeepOption = Annotated[Path | None, Parameter(name="--keep", help="Keep data and models in this directory.")]


def demo(*, keep: KeepOption = None) -> int:
    """Run the whole job on a simulated league, offline: simulate, train every kind, list, compare, evaluate, project.

    Nothing of yours is touched: the demo has a home of its own, gone afterwards unless it is kept.
    """
    if keep is not None:
        return _tell(keep, ended=f"Look around: fbm --home {shlex.quote(str(keep))} ml list")
    with tempfile.TemporaryDirectory(prefix="fbm-demo-") as home:
        return _tell(Path(home), ended="Keep the data and the models next time: fbm demo --keep DIR")


def _tell(home: Path, *, ended: str) -> int:
    for remark, line in SCRIPT:
        write(f"\n{remark}" if remark else "")
        write(f"$ fbm {line}\n")
        code = run(("--home", str(home), "--registry", str(home / "registry"), *shlex.split(line)))
        if code:
            say(f"The demo stopped at `fbm {line}`.")
            return int(str(code))
    write(f"\n{ended}")
    return 0
