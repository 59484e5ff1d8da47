"""Time of `fbm project` stage by stage, and rows per second, with models from a registry.

Run: python benchmarks/project.py [HOME SEASON PIPELINE…]; without a home, on a simulated league.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from returns.result import Result

from fbm.app.basis import basis_for, first_season_read
from fbm.app.below import with_minors
from fbm.app.drafting import draft
from fbm.app.pipeline.builder import Pipeline, PipelineBuilder
from fbm.app.pipeline.presets import BLEND, PRESETS
from fbm.app.projecting import project_season
from fbm.app.projection_request import BOTH, Projected, ProjectionRequest
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import Basis, run
from fbm.domain.projection.sheet import Row, rows_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import People

T = TypeVar("T")
FBM = str(Path(sys.executable).with_name("fbm"))


class Times:
    """Seconds of the clock and of the processors by name, in the order they were first measured."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}

    def of(self, name: str, work: Callable[[], T]) -> T:
        """Do something and add its time to a name."""
        clock, cpu = time.perf_counter(), time.process_time()
        done = work()
        before = self.seconds.get(name, (0.0, 0.0))
        self.seconds[name] = (before[0] + time.perf_counter() - clock, before[1] + time.process_time() - cpu)
        return done


def main(home: str, season: int, pipelines: tuple[str, ...]) -> None:
    """Print the times of each pipeline."""
    for pipeline in pipelines:
        times = Times()
        rows = _staged(ServiceContainer(home), season, pipeline, times)
        total, used = (sum(pair[place] for pair in times.seconds.values()) for place in (0, 1))
        print(
            f"\n{pipeline}, {season}: {rows:,} rows in {total:.3f} s ({used:.3f} s of CPU), {rows / total:,.0f} rows/s"
        )
        for name, (seconds, cpu) in times.seconds.items():
            print(f"  {name:<24} {seconds * 1e3:8.1f} ms {cpu * 1e3:8.1f} ms of CPU {100 * cpu / used:5.1f} %")
        wall, cpu, same = _whole(home, season, pipeline)
        print(
            f"  whole command            {wall * 1e3:8.1f} ms ({cpu * 1e3:.0f} ms of CPU), second run the same: {same}"
        )


def _staged(services: ServiceContainer, season: int, pipeline: str, times: Times) -> int:
    """Do what the command does, piece by piece."""
    tables = services.season_tables
    preset = PRESETS[pipeline]
    first = _good(first_season_read(tables, preset.base, season))
    history = times.of("read seasons", lambda: _good(tables.history(first, season - 1)))
    if any(step.model_type == BLEND for step in preset.models):
        history = times.of("read minors", lambda: _good(with_minors(history, tables, season, season)))
    basis = times.of("fit the base", lambda: basis_for(preset.base, BaselineFits(history), season))
    builder = PipelineBuilder(services.model_registry, tables)
    refs = {step.model_type: _good(builder.default_ref(step.model_type)).ref for step in preset.models}
    built: dict[Playing, Pipeline] = {
        kind: times.of("load models", partial(_built, builder, pipeline, kind, refs, basis)) for kind in BOTH
    }
    rows = 0
    for kind in BOTH:
        batch = times.of("open the batch", partial(open_batch, history, season, kind))
        for stage in built[kind].stages:
            batch = times.of(f"stage {stage.name}", partial(run, batch, (stage,)))
        rows += len(times.of("rows", partial(_rows, batch, history.people)))
    _after(services, season, times)
    return rows


def _built(
    builder: PipelineBuilder, pipeline: str, kind: Playing, refs: Mapping[str, str], basis: Basis | None
) -> Pipeline:
    return _good(builder.build(pipeline, kind, refs, basis))


def _rows(batch: Batch, people: People) -> tuple[Row, ...]:
    return rows_of(finalise(batch), people)


def _after(services: ServiceContainer, season: int, times: Times) -> None:
    """What stands behind the pipeline, whichever it is: ids, values, files."""
    tables = services.season_tables
    request = ProjectionRequest(season, "marcel", {})
    plain = _good(project_season(request, source=tables, registry=services.model_registry))
    players = tuple(str(row["player_id"]) for row in (*plain.sheet.batters, *plain.sheet.pitchers))
    times.of("ids", lambda: _good(tables.crosswalk_of(players)))
    text = _good(services.leagues.parse("example", services.leagues.example()))
    drafted: Projected = times.of("values", lambda: draft(plain, text.league).value_or(plain))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "sheet.csv")
        times.of("write CSV", lambda: _good(services.sheet_files.write(drafted.sheet, file)))


def _whole(home: str, season: int, pipeline: str) -> tuple[float, float, bool]:
    """Least wall and CPU seconds of whole processes, and whether they wrote the same."""
    walls, cpus, outcomes = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(3):
            file = Path(folder) / f"{number}.csv"
            words = (FBM, "--home", home, "project", str(season), "--pipeline", pipeline, "--out", str(file))
            before, start = _cpu(), time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True, env={**os.environ})
            walls.append(time.perf_counter() - start)
            cpus.append(_cpu() - before)
            outcomes.append(file.read_bytes())
    return min(walls), min(cpus), len(set(outcomes)) == 1


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _good(result: Result[T, object]) -> T:
    return result.unwrap()


def _simulated(home: str) -> tuple[str, int, tuple[str, ...]]:
    for words in (("data", "simulate", "--first-season", "2008", "--last-season", "2021"), _TRAIN):
        subprocess.run([sys.executable, FBM, "--home", home, *words], check=True, capture_output=True)
    return home, 2022, ("marcel", "marcel_gb")


_TRAIN = ("ml", "train", "--years", "2012-2021")

if __name__ == "__main__":
    if len(sys.argv) > 3:
        main(sys.argv[1], int(sys.argv[2]), tuple(sys.argv[3:]))
    else:
        with tempfile.TemporaryDirectory() as place:
            main(*_simulated(place))
