"""The registry at 10,000 releases beside a naive one (joblib file, JSON sidecar, glob), in one run.

Run: python benchmarks/registry_at_size.py [RELEASES]

Each line is a ratio: against the naive registry of the same size, or against our own registry at a hundredth of it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry

LINES = 10
STATS = ("hr", "so", "bb", "singles", "doubles", "triples", "sb")
FEATURES = tuple(f"feature_{index}" for index in range(25))


def main(releases: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        os.environ["FBM_HOME"] = str(folder / "home")
        few, many, naive = folder / "few", folder / "many", folder / "naive"
        fill(create_model_registry(few), releases // 100)
        fill(create_model_registry(many), releases)
        fill_naively(naive, releases)
        print(f"{'':<44} {'ours ms':>9} {'other ms':>9} {'ratio':>6} {'limit':>6}")
        at_size(few, many)
        against_naive(many, naive, releases)
        as_process(folder, many)


def at_size(few: Path, many: Path) -> None:
    """Save, load and latest, here and at a hundredth of the size."""
    small, large = create_model_registry(few), create_model_registry(many)
    show("save at size / at a hundredth", *pair(lambda: save(large), lambda: save(small)), limit=1.3)
    show("load the latest at size / at a hundredth", *pair(lambda: load(large), lambda: load(small)), limit=1.3)
    show("latest at size / at a hundredth", *pair(lambda: latest(large), lambda: latest(small)), limit=1.3)


def against_naive(many: Path, naive: Path, releases: int) -> None:
    """Listings and next versions beside a glob over sidecars."""
    create_model_registry(many).list_all().unwrap()  # the index is written once
    fresh = pair(lambda: create_model_registry(many).list_all().unwrap(), lambda: naive_list(naive), rounds=7)
    show(f"list {releases} releases, fresh process state", *fresh, limit=0.7)
    open_registry = create_model_registry(many)
    open_registry.list_all().unwrap()
    show("list again", *pair(lambda: open_registry.list_all().unwrap(), lambda: naive_list(naive), rounds=7), limit=0.7)
    both = pair(lambda: next_and_latest(many), lambda: naive_next(naive), rounds=7)
    show("latest and next version of a line", *both, limit=0.05)


def as_process(folder: Path, many: Path) -> None:
    """`fbm ml list --json` as a process, with its peak memory."""
    fill(create_model_registry(folder / "ten"), 10)
    ours, other = pair(lambda: run(many), lambda: run(folder / "ten"), rounds=5)
    show("fbm ml list --json / the same with ten", ours, other, limit=5.0)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory of these processes':<44} {peak:9.0f} MB, limit 200 MB")


def fill(registry: ModelRegistry, releases: int) -> None:
    for index in range(releases):
        registry.gb_store.save_params(
            {"x": index},
            name=f"line {index % LINES}",
            player_type="batter",
            training_years=range(2010, 2022),
            stats=STATS,
            feature_names=FEATURES,
            metrics=metrics(index),
            config={"hyperparameters": {"trees": 100, "rate": 0.05, "depth": 4}, "pipeline": "marcel"},
        ).unwrap()


def metrics(index: int) -> dict[str, object]:
    return {"validation": {stat: {"rmse": 1.0 + index, "mae": 0.8 + index, "r": 0.6} for stat in STATS}}


def fill_naively(folder: Path, releases: int) -> None:
    folder.mkdir()
    for index in range(releases):
        stem = folder / f"line {index % LINES}_v{index // LINES + 1}_batter"
        joblib.dump({"x": index}, f"{stem}.joblib")
        sidecar = {
            "name": f"line {index % LINES}", "version": index // LINES + 1, "model_type": "gb_residual",
            "player_type": "batter", "training_years": list(range(2010, 2022)), "stats": STATS,
            "feature_names": FEATURES, "created_at": "2026-02-08T22:10:05.120345Z", "metrics": metrics(index),
        }  # fmt: skip
        Path(f"{stem}_meta.json").write_text(json.dumps(sidecar, indent=2))


def naive_list(folder: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*_meta.json"))]


def naive_next(folder: Path) -> int:
    return max(int(str(entry["version"])) for entry in naive_list(folder) if entry["name"] == "line 3") + 1


def next_and_latest(place: Path) -> None:
    registry = create_model_registry(place)
    registry.next_version("line 3", "gb_residual").unwrap()
    registry.metadata("line 3@latest", "gb_residual", "batter").unwrap()


def save(registry: ModelRegistry) -> None:
    registry.gb_store.save_params({"y": time.perf_counter_ns()}, name="line 3", player_type="batter").unwrap()


def load(registry: ModelRegistry) -> None:
    registry.gb_store.load_params("line 3@latest", "batter").unwrap()


def latest(registry: ModelRegistry) -> None:
    registry.gb_store.get_metadata("line 3@latest", "batter").unwrap()


def run(place: Path) -> None:
    words = [sys.executable, "-m", "fbm", "--registry", str(place), "ml", "list", "--json"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def pair(ours: Callable[[], object], other: Callable[[], object], rounds: int = 40) -> tuple[float, float]:
    """Median milliseconds of both, timed in turn, so that a drift of the machine hits both."""
    ours(), other()
    times = [(timed(ours), timed(other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def show(what: str, ours: float, other: float, *, limit: float) -> None:
    print(f"{what:<44} {ours:9.2f} {other:9.2f} {ours / other:6.2f} {limit:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
