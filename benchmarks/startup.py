"""CPU time of the light commands as whole processes, as ratios to a bare interpreter of the same run.

Run: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

FBM = str(Path(sys.executable).with_name("fbm"))
COMMANDS = (("--help",), ("ml", "--help"), ("ml", "list"), ("ml", "list", "--json"))


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FBM_HOME": home, "NO_COLOR": "1"}
        _publish_some(environment)
        bare = _cpu_s(("-c", "pass"), environment, rounds)
        print(f"{'command':<24} {'cpu ms':>7} {'x bare':>7}")
        print(f"{'python -c pass':<24} {bare * 1e3:7.1f} {1.0:7.1f}")
        for words in COMMANDS:
            cpu = _cpu_s((FBM, *words), environment, rounds)
            print(f"{'fbm ' + ' '.join(words):<24} {cpu * 1e3:7.1f} {cpu / bare:7.1f}")


def _publish_some(environment: dict[str, str]) -> None:
    """Ten releases to list, published by a process of its own so that nothing is warm."""
    program = (
        "import fbm\n"
        "store = fbm.create_model_registry().get_store('gb_residual').unwrap()\n"
        "for _ in range(10):\n"
        "    store.save_params({'x': [1.0]}, name='default', player_type='batter', training_years=(2020, 2021),\n"
        "                      stats=['hr'], feature_names=['age'], metrics={'rmse': 1.0}).unwrap()\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


def _cpu_s(arguments: tuple[str, ...], environment: dict[str, str], rounds: int) -> float:
    """Least user and system seconds of `rounds` runs; the least is what the work costs, the rest is the machine."""
    return min(_one(arguments, environment) for _ in range(rounds))


def _one(arguments: tuple[str, ...], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
