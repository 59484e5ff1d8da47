"""Saving, loading and listing beside plain joblib and JSON files, in one run.

Run: python benchmarks/registry.py [ROUNDS]

The baselines do less: `joblib.dump` with the file and its folder flushed to the disk for saving (no digest, no record),
reading and hashing the file before `joblib.load` for loading, a glob over JSON sidecars for listing.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np

from fbm.app.stores import BaseModelStore
from fbm.app.wiring.registry import create_gb_store

RELEASES = 100
FACTS = {
    "training_years": tuple(range(2010, 2022)),
    "stats": ("hr", "so", "bb", "singles", "doubles", "triples", "sb"),
    "feature_names": tuple(f"feature_{index}" for index in range(25)),
    "metrics": {"validation": {stat: {"rmse": 1.0, "mae": 0.8, "r": 0.6} for stat in ("hr", "so", "bb")}},
}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        store = create_gb_store(folder / "registry")
        print(f"{'':<24} {'ours ms':>9} {'plain ms':>9} {'ratio':>6}")
        show("save, durable", alternate(rounds, lambda: save(store), lambda: save_plainly(folder)))
        fill(store, folder)
        show("load the latest, checked", alternate(rounds, lambda: load(store), lambda: load_plainly(folder)))
        show(f"list {RELEASES + rounds} releases", alternate(rounds, lambda: list_all(store), lambda: glob(folder)))


def params(seed: int) -> dict[str, object]:
    """About 200 KB of plain data, other data for each seed."""
    rng = np.random.default_rng(seed)
    return {"texts": {f"stat_{i}": rng.bytes(10_000).hex() for i in range(5)}, "weights": rng.normal(size=(125, 100))}


_seeds = iter(range(10**9))


def save(store: BaseModelStore) -> None:
    store.save_params(params(next(_seeds)), name="default", player_type="batter", **FACTS).unwrap()  # type: ignore[arg-type]


def save_plainly(folder: Path) -> None:
    path = folder / f"model_{next(_seeds)}.joblib"
    with path.open("wb") as file:
        joblib.dump(params(next(_seeds)), file)
        file.flush()
        os.fsync(file.fileno())
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def fill(store: BaseModelStore, folder: Path) -> None:
    for _ in range(RELEASES):
        store.save_params({"x": next(_seeds)}, name="default", player_type="batter", **FACTS).unwrap()  # type: ignore[arg-type]
    for path in folder.glob("model_*.joblib"):
        path.with_suffix(".json").write_text(json.dumps(FACTS))
    for index in range(RELEASES):
        (folder / f"small_{index}.json").write_text(json.dumps(FACTS))
    save(store)


def load(store: BaseModelStore) -> None:
    store.load_params("default@latest", "batter").unwrap()


def load_plainly(folder: Path) -> None:
    data = next(folder.glob("model_*.joblib")).read_bytes()
    hashlib.sha256(data).hexdigest()
    joblib.load(io.BytesIO(data))


def list_all(store: BaseModelStore) -> None:
    assert not store.list_models().unwrap().problems


def glob(folder: Path) -> None:
    assert all(json.loads(path.read_text()) for path in folder.glob("*.json"))


def alternate(rounds: int, ours: Callable[[], None], plain: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Time both in turn, so that a drift of the machine hits both."""
    ours()
    plain()
    pairs = [(timed(ours), timed(plain)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def show(what: str, times: tuple[list[float], list[float]]) -> None:
    ours, plain = (statistics.median(part) for part in times)
    print(f"{what:<24} {ours * 1e3:9.2f} {plain * 1e3:9.2f} {ours / plain:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
