"""A disk that fills up while pitches are prepared or a checkpoint is kept: nothing half there, the place is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.registry.violence.test_full_disk import in_a_small_disk

CHECKPOINT = """
import sys
from pathlib import Path
from fbm.adapters.runs import RunFolder

folder = RunFolder(Path(sys.argv[1]))
folder.save(bytes(300_000))
try:
    folder.save(bytes(2_000_000))
except OSError as error:
    assert error.filename == sys.argv[1], error.filename
assert folder.load() == bytes(300_000)
assert [path.name for path in Path(sys.argv[1]).iterdir()] == ["checkpoint.pt"]
"""

PREPARED = """
import sys
from pathlib import Path
from returns.result import Success
from fbm.adapters.sources.prepared import PreparedFolders
from fbm.domain.contextual.pitches import VOCABULARIES
from tests.contextual_league import league_pitches

try:
    PreparedFolders(Path(sys.argv[1])).keep("sha256:0", VOCABULARIES, [Success(league_pitches())])
except OSError as error:
    assert error.filename == sys.argv[1], error.filename
else:
    raise AssertionError("there was room")
assert not [path for path in Path(sys.argv[1]).iterdir() if path.is_dir()]
"""

IMPORTED = """
import sys
from io import StringIO
from pathlib import Path
from fbm.app.cli.main import main
from tests.adapters.sources.lahman_rows import write_lahman

lahman, home = write_lahman(Path(sys.argv[1]).parent / "lahman"), Path(sys.argv[1])
assert main(["--home", str(home), "data", "import", "lahman", str(lahman)]) == 0
before = {path.name: path.read_bytes() for path in (home / "data").iterdir()}
size = 1 << 20
for _ in range(12):
    size >>= 1
    try:
        with (home / "filling").open("ab") as filling:
            filling.write(bytes(size))
    except OSError:
        pass
sys.stderr = said = StringIO()
assert main(["--home", str(home), "data", "simulate", "--replace-all", "--teams", "8", "--last-season", "2012"]) == 1
sys.stderr = sys.__stderr__
assert said.getvalue().startswith(f"fbm: {home / 'data'} cannot be used (No space left on device)"), said.getvalue()
assert before == {path.name: path.read_bytes() for path in (home / "data").iterdir()}
"""


@pytest.mark.parametrize("program", [CHECKPOINT, PREPARED, IMPORTED], ids=["checkpoint", "prepared", "imported"])
def test_what_finds_no_room_leaves_nothing_half_there_and_names_the_place(tmp_path: Path, program: str) -> None:
    if shutil.which("unshare") is None or in_a_small_disk(tmp_path, "").returncode != 0:
        pytest.skip("no small disk can be mounted here")
    done = in_a_small_disk(tmp_path, program)
    assert (done.returncode, done.stderr) == (0, "")
