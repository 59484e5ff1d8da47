from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from fbm.adapters.parallel.cluster import DaskExecutor
from fbm.adapters.parallel.cores import LocalExecutor
from fbm.domain.ports.executor import Executor, NoCluster
from tests.adapters.parallel.work import failing, squared
from tests.fakes_progress import RecordingProgress

TASKS = range(6)
EXPECTED = [squared(number) for number in TASKS]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(params=["one job", "two jobs", "dask"])
def executor(request: pytest.FixtureRequest) -> Executor:
    if request.param == "dask":
        return DaskExecutor(request.getfixturevalue("scheduler"))
    return LocalExecutor(1 if request.param == "one job" else 2)


def test_results_come_in_the_order_of_the_tasks_wherever_they_ran(executor: Executor) -> None:
    assert executor.run(squared, TASKS, RecordingProgress()).unwrap() == EXPECTED


def test_every_task_is_counted(executor: Executor) -> None:
    progress = RecordingProgress()
    executor.run(squared, TASKS, progress).unwrap()
    assert progress.done == len(TASKS)


def test_a_task_that_breaks_is_heard_of(executor: Executor) -> None:
    with pytest.raises(ZeroDivisionError):
        executor.run(failing, range(3), RecordingProgress())


def test_no_tasks_are_no_trouble(executor: Executor) -> None:
    assert executor.run(squared, [], RecordingProgress()).unwrap() == []


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("fbm.adapters.parallel.cluster.PATIENCE_S", 1)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    failure = DaskExecutor(address).run(squared, TASKS, RecordingProgress()).failure()
    assert isinstance(failure, NoCluster)
    assert failure.address == address


@pytest.mark.parametrize("address", ["nonsense", "", "http://127.0.0.1:1", "tcp://127.0.0.1"])
def test_an_address_that_cannot_be_meant_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("fbm.adapters.parallel.cluster.PATIENCE_S", 1)
    assert isinstance(DaskExecutor(address).run(squared, TASKS, RecordingProgress()).failure(), NoCluster)
