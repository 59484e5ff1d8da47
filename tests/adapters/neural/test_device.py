from __future__ import annotations

import pytest
import torch
from returns.result import Failure, Success

from fbm.adapters.neural.device import choose_device, one_thread
from fbm.domain.ports.training import NoDevice


@pytest.mark.parametrize(("there", "chosen"), [(True, "cuda"), (False, "cpu")])
def test_auto_is_cuda_where_there_is_any(monkeypatch: pytest.MonkeyPatch, *, there: bool, chosen: str) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert choose_device("auto") == Success(chosen)
    assert choose_device("cpu") == Success("cpu")


def test_cuda_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("cuda") == Failure(NoDevice("cuda", ("auto", "cpu")))


def test_a_device_that_nobody_knows_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device("abacus") == Failure(NoDevice("abacus", ("auto", "cpu", "cuda")))


def test_one_thread_is_used_for_a_while_only() -> None:
    before = torch.get_num_threads()
    with one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_threads_come_back_when_the_work_is_interrupted() -> None:
    before = torch.get_num_threads()
    with pytest.raises(KeyboardInterrupt):
        _interrupted()
    assert torch.get_num_threads() == before


def _interrupted() -> None:
    with one_thread():
        raise KeyboardInterrupt
