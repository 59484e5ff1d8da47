"""What the processes do that are raced or killed; each runs until it is done or dead.

Run: python -m tests.registry.violence.workers PLACE WORK SEED [TIMES]
"""

from __future__ import annotations

import random
import sys
from itertools import count

from returns.result import Failure

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.legacy import create_migrator
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.errors import Busy
from tests.legacy.roots import ROOTS
from tests.registry.samples import draft

GB = "gb_residual"


def publish(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Publish; few contents, so that versions share bytes with others that come and go."""
    registry.publish(draft(seed=rng.randrange(4), weights=[1.5] * 500)).unwrap()


def delete(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Delete some version that lives."""
    names = [row.name for row in registry.list_all().unwrap().models]
    if names:
        registry.delete(rng.choice(names), GB, force=True)


def restore(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Restore some version that may be removed."""
    highest = registry.next_version("default", GB).unwrap() - 1
    if highest:
        registry.restore(f"default@{rng.randint(1, highest)}", GB)


def collect(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Free what can be freed; another collection may be at work."""
    match registry.gc(dry_run=False):
        case Failure(error) if not isinstance(error, Busy):
            raise AssertionError(error)


def crown(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Move an alias."""
    names = [row.name for row in registry.list_all().unwrap().models]
    if names:
        registry.set_alias(rng.choice(names), GB, "champion")


def note(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Annotate some version."""
    names = [row.name for row in registry.list_all().unwrap().models]
    if names:
        registry.annotate(rng.choice(names), GB, tags={"seen": str(number)})


def migrate(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """Take over a directory of the earlier system, each time under other names."""
    create_migrator(registry, ROOTS / "upgraded").run(prefix=f"m{rng.randrange(10**9)}").unwrap()


def everything(registry: ModelRegistry, rng: random.Random, number: int) -> None:
    """One of all."""
    rng.choice((publish, publish, delete, restore, collect, crown, note))(registry, rng, number)


WORKS = {work.__name__: work for work in (publish, delete, restore, collect, crown, note, migrate, everything)}


def main(place: str, work: str, seed: str, times: str = "") -> None:
    registry = create_model_registry(place)
    rng = random.Random(seed)
    print("ready", flush=True)
    for number in range(int(times)) if times else count():
        WORKS[work](registry, rng, number)


if __name__ == "__main__":
    main(*sys.argv[1:])
