"""Pretraining: it learns, it is repeatable, and a run that was killed ends as if it had not been."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure

from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer
from fbm.adapters.neural.contextual_pretraining import LOWEST, rate_at
from fbm.adapters.runs import RunFolder
from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer
from fbm.domain.ports.contextual import NothingToResume, OtherRun
from tests.contextual_league import QUICK
from tests.contextual_run import SPEC, prepared, run, weights
from tests.fakes_progress import Silent


def test_the_loss_falls(tmp_path: Path) -> None:
    trained = run(tmp_path, replace(QUICK, epochs=4, tokens=512))
    curve = trained.attachments["training_curve"]["loss"]
    assert np.mean(curve[-8:]) < np.mean(curve[:8]) - 0.3


def test_the_same_settings_give_the_same_weights_and_another_seed_does_not(tmp_path: Path) -> None:
    first, again, other = (weights(run(tmp_path, replace(QUICK, seed=seed)).params) for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert any(not np.array_equal(first[name], other[name]) for name in first)


def test_the_optimizer_and_the_losses_can_be_kept_beside_the_model(tmp_path: Path) -> None:
    trained = run(tmp_path, QUICK)
    for attachment in trained.attachments.values():
        assert TorchParamsSerializer().dumps(attachment).unwrap()


def test_the_rate_rises_then_falls_to_a_tenth() -> None:
    rates = [rate_at(step, 100, 0.1) for step in range(100)]
    assert rates[0] == 0.1
    assert rates[9] == 1.0
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[-1] == pytest.approx(LOWEST, abs=0.01)


def test_a_run_that_left_nothing_cannot_be_resumed(tmp_path: Path) -> None:
    told = ContextualPretrainer(QUICK).pretrain(prepared(), RunFolder(tmp_path / "x"), Silent(), resume=True)
    assert told == Failure(NothingToResume("x", str(tmp_path / "x")))


def test_a_checkpoint_of_other_settings_or_no_checkpoint_at_all_is_refused(tmp_path: Path) -> None:
    run(tmp_path, QUICK)
    other = ContextualPretrainer(replace(QUICK, learning_rate=0.1))
    told = other.pretrain(prepared(), RunFolder(tmp_path), Silent(), resume=True).failure()
    assert isinstance(told, OtherRun)
    assert "learning_rate" in told.reason
    RunFolder(tmp_path).save(b"nonsense")
    told = ContextualPretrainer(QUICK).pretrain(prepared(), RunFolder(tmp_path), Silent(), resume=True).failure()
    assert isinstance(told, OtherRun)


def test_a_finished_run_that_is_resumed_gives_the_same_weights_at_once(tmp_path: Path) -> None:
    done = run(tmp_path, QUICK)
    again = run(tmp_path, QUICK, resume=True)
    assert again.resumed_at == done.steps
    assert all(np.array_equal(weights(done.params)[name], value) for name, value in weights(again.params).items())


def test_a_checkpoint_cut_off_while_it_is_written_leaves_the_one_before(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.save(b"first")
    (tmp_path / "run" / ".half.unfinished").write_bytes(b"sec")
    assert folder.load() == b"first"
    folder.clear()
    assert not (tmp_path / "run").exists()


def _killed(runs: Path, kills: list[int]) -> None:
    for number, step in enumerate(kills):
        words = [sys.executable, "-m", "tests.contextual_run", str(runs), str(runs), "--kill-at", str(step)]
        ended = subprocess.run([*words, *(["--resume"] if number else [])], check=False)
        assert ended.returncode == -9


def _same_after(kills: int, tmp_path: Path) -> None:
    whole = run(tmp_path / "whole")
    steps = sorted(random.Random(kills).sample(range(SPEC.checkpoint_every + 1, whole.steps), kills))
    _killed(tmp_path / "cut", steps)
    resumed = run(tmp_path / "cut", resume=True)
    assert 0 < resumed.resumed_at < resumed.steps
    left, right = weights(whole.params), weights(resumed.params)
    assert all(np.array_equal(left[name], right[name]) for name in left)


def test_a_run_killed_twice_ends_with_the_same_weights(tmp_path: Path) -> None:
    _same_after(2, tmp_path)


@pytest.mark.slow
def test_a_run_killed_ten_times_ends_with_the_same_weights(tmp_path: Path) -> None:
    _same_after(10, tmp_path)


@pytest.mark.slow
def test_two_processes_train_one_network(tmp_path: Path) -> None:
    words = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-addr", "127.0.0.1"]
    words += ["--master-port", "0", "--rdzv-backend", "c10d", "--rdzv-endpoint", "127.0.0.1:0"]
    words += ["-m", "tests.contextual_run", str(tmp_path / "run"), str(tmp_path)]
    ended = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    first, second = (dict(np.load(tmp_path / f"{rank}.npz")) for rank in (0, 1))
    alone = weights(run(tmp_path / "alone").params)
    assert all(np.array_equal(first[name], second[name]) for name in alone)
    assert any(not np.array_equal(first[name], alone[name]) for name in alone)
