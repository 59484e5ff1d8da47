"""Workers that notice when whoever gave them work is gone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

Task = TypeVar("Task")
Value = TypeVar("Value")

LOOK_EVERY_S: Final = 1.0

_NAME: Final = "fbm-orphan-watch"


def watched(parent: int, work: Callable[[Task], Value], task: Task) -> Value:
    """Do a task, in a process that ends soon after its parent, however that ended.

    A parent that is killed can tell nobody, and its workers would stay for minutes. Windows tells nothing of a lost
    parent; there they stay.

    Parameters
    ----------
    parent : int
        Number of the process that gives work; it may be this one, which then watches nobody.
    work : function
    task : object
    """
    if parent != os.getpid() and all(thread.name != _NAME for thread in threading.enumerate()):
        threading.Thread(target=_watch, args=(parent,), name=_NAME, daemon=True).start()
    return work(task)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    # Nobody is left to answer, and a worker writes nothing that could be left half done.
    os._exit(1)
