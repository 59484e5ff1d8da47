"""What a worker of an evaluation is given: adapters made anew from where things are, wherever the worker runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from returns.result import Result

    from fbm.app.evaluation.tasks import Done, EvaluatingError, ProjectionTask, Stored, TrainingTask
    from fbm.app.evaluation.working import Bench
    from fbm.app.registry.facade import ModelRegistry


class Site(NamedTuple):
    """Where a worker finds things.

    Attributes
    ----------
    home : str
        Directory of the season tables.
    """

    home: str


def workers(
    site: Site,
) -> tuple[
    Callable[[TrainingTask], Result[Done, EvaluatingError]], Callable[[ProjectionTask], Result[Done, EvaluatingError]]
]:
    """Give the two functions that run tasks; they can be sent to other processes and machines."""
    return partial(run_training, site), partial(run_projection, site)


def run_training(site: Site, task: TrainingTask) -> Result[Done, EvaluatingError]:
    """Train a model for a season."""
    from fbm.adapters.parallel.threads import one_thread
    from fbm.app.evaluation.working import train_for

    with one_thread():
        return train_for(task, _bench(site, task.season, ()))


def run_projection(site: Site, task: ProjectionTask) -> Result[Done, EvaluatingError]:
    """Project a season."""
    from fbm.adapters.parallel.threads import one_thread
    from fbm.app.evaluation.working import project_for

    with one_thread():
        return project_for(task, _bench(site, task.season, task.stored))


def scratch_registry() -> tuple[ModelRegistry, Callable[[], Stored]]:
    """Open an empty registry in memory, and give what tells everything it holds."""
    from fbm.adapters.storage.memory import MemoryStorage
    from fbm.app.wiring.registry import registry_over

    storage = MemoryStorage()
    return registry_over(storage), storage.held


def _bench(site: Site, season: int, stored: Sequence[Stored]) -> Bench:
    from fbm.adapters.progress import Silence
    from fbm.adapters.storage.memory import MemoryStorage
    from fbm.app.evaluation.working import Bench
    from fbm.app.wiring.container import ServiceContainer
    from fbm.app.wiring.registry import registry_over

    services = ServiceContainer(site.home)
    tables = services.season_tables.before(season)
    storage = MemoryStorage(_joined(stored))
    return Bench(
        source=tables,
        minors=tables,
        registry=registry_over(storage),
        trainers=services.trainers,
        contents=storage.held,
        clock=services.clock,
        environment=services.environment,
        progress=Silence(),
        pitches=services.pitch_library(Silence()),
    )


def _joined(stored: Sequence[Stored]) -> Mapping[str, bytes]:
    return {key: data for one in stored for key, data in one.items()}
