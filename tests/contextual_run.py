"""Run as a program: pretrain on the small league, and be killed at a step if one is named.

``python -m tests.contextual_run RUNS RESULT [--resume] [--kill-at STEP]``; torchrun starts it too.
"""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np

from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer
from fbm.adapters.runs import RunFolder
from fbm.domain.contextual.games import Perspective, player_games
from fbm.domain.contextual.pitches import VOCABULARIES, PitchArrays
from fbm.domain.models.contextual import PretrainSpec
from fbm.domain.ports.contextual import Pretrained
from fbm.domain.ports.pitches import Prepared
from tests.contextual_league import QUICK, league_pitches
from tests.fakes_progress import Silent

SPEC = replace(QUICK, tokens=512, checkpoint_every=2)


class Killing(Silent):
    """A progress that kills the process when a step is done, or never."""

    def __init__(self, at: int | None) -> None:
        self._at, self._done = at, 0

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        if self._done == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def prepared(arrays: PitchArrays | None = None) -> Prepared:
    pitches = league_pitches() if arrays is None else arrays
    games = {side: player_games(pitches, side) for side in get_args(Perspective)}
    return Prepared(pitches, games, VOCABULARIES, "sha256:0", "nowhere", 0)


def run(runs: Path, spec: PretrainSpec = SPEC, *, resume: bool = False, kill_at: int | None = None) -> Pretrained:
    pretrainer = ContextualPretrainer(spec)
    return pretrainer.pretrain(prepared(), RunFolder(runs), Killing(kill_at), resume=resume).unwrap()


def weights(params: Mapping[str, Any]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    return dict(params["network"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--kill-at", type=int)
    asked = parser.parse_args()
    trained = run(asked.runs, resume=asked.resume, kill_at=asked.kill_at)
    rank = os.environ.get("RANK", "0")
    arrays: dict[str, Any] = weights(trained.params)
    np.savez(asked.result / f"{rank}.npz", **arrays)
