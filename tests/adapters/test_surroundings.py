"""What is installed, and the commit of a checkout, read without asking git."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from fbm.adapters.clock import SystemClock
from fbm.adapters.surroundings import LIBRARIES, InstalledEnvironment, git_commit
from tests.fakes import FixedEnvironment

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def checkout(folder: Path, **files: str) -> Path:
    """A checkout with some of git's files; two underscores stand for a slash."""
    for name, text in files.items():
        path = folder / ".git" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_versions_of_what_is_installed_are_told() -> None:
    told = InstalledEnvironment().surroundings()
    assert set(told.libraries) == set(LIBRARIES)
    assert all(version[0].isdigit() for version in (told.fbm_version, told.python_version, *told.libraries.values()))


def test_the_fake_has_the_same_shape() -> None:
    assert FixedEnvironment().surroundings()._fields == InstalledEnvironment().surroundings()._fields


def test_the_clock_is_aware_of_utc_and_never_runs_backwards() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.elapsed_s() <= clock.elapsed_s()


def test_the_commit_of_a_branch_is_read(tmp_path: Path) -> None:
    assert git_commit(checkout(tmp_path, HEAD="ref: refs/heads/main\n", refs__heads__main=f"{COMMIT}\n")) == COMMIT


def test_the_commit_of_a_packed_branch_is_read(tmp_path: Path) -> None:
    packed = f"# pack-refs with: peeled\n{'f' * 40} refs/heads/a/main\n{COMMIT} refs/heads/main\n"
    assert git_commit(checkout(tmp_path, HEAD="ref: refs/heads/main\n", **{"packed-refs": packed})) == COMMIT


def test_a_detached_commit_is_read(tmp_path: Path) -> None:
    assert git_commit(checkout(tmp_path, HEAD=f"{COMMIT}\n")) == COMMIT


def test_a_linked_worktree_shares_the_branches_of_its_main_one(tmp_path: Path) -> None:
    main = checkout(
        tmp_path / "main",
        refs__heads__topic=COMMIT,
        worktrees__side__HEAD="ref: refs/heads/topic\n",
        worktrees__side__commondir="../..\n",
    )
    (tmp_path / "side").mkdir()
    (tmp_path / "side" / ".git").write_text(f"gitdir: {main}/.git/worktrees/side\n")
    assert git_commit(tmp_path / "side") == COMMIT


@pytest.mark.parametrize("head", ["", "junk", "ref: refs/heads/unborn\n", "ref: ../../../etc/hostname\n"])
def test_where_there_is_no_commit_none_is_told(tmp_path: Path, head: str) -> None:
    assert git_commit(checkout(tmp_path, HEAD=head)) is None


def test_a_checkout_further_up_is_somebody_elses(tmp_path: Path) -> None:
    checkout(tmp_path, HEAD=COMMIT)
    (tmp_path / "inside").mkdir()
    assert git_commit(tmp_path / "inside") is None


def test_what_git_keeps_otherwise_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / ".git" / "HEAD").mkdir(parents=True)
    assert git_commit(tmp_path) is None
