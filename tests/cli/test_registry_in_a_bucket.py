"""Commands over a registry in a bucket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fbm.app.wiring.registry import create_model_registry
from tests.cli.conftest import Fbm
from tests.object_store import S3Server
from tests.registry.samples import draft


@pytest.fixture
def place(s3_place: str) -> str:
    """A registry in a bucket with one version."""
    create_model_registry(s3_place).publish(draft()).unwrap()
    return s3_place


def test_commands_work_on_a_bucket_as_on_a_directory(fbm: Fbm, place: str) -> None:
    listed = fbm("ml", "list", "--json", "--registry", place)
    assert [model["name"] for model in json.loads(listed.out)["models"]] == ["default", "default"]
    assert fbm("ml", "info", "default", "--registry", place).code == 0
    assert fbm("ml", "delete", "default", "-p", "batter", "--yes", "--registry", place).code == 0
    assert "was deleted" in fbm("ml", "info", "default", "-p", "batter", "--registry", place).err
    assert fbm("ml", "restore", "default", "--registry", place).code == 0


def test_the_environment_can_name_the_bucket(fbm: Fbm, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FBM_REGISTRY", place)
    assert "default" in fbm("ml", "list").out


def test_a_bucket_that_is_not_there_is_said_in_one_sentence(fbm: Fbm, s3: S3Server) -> None:
    ended = fbm("ml", "list", "--registry", "s3://nowhere/registry")
    assert ended.code == 1
    assert ended.err.splitlines() == [
        "fbm: The registry s3://nowhere/registry cannot be used: listing releases/ failed (no such bucket);"
        " nothing that was there was changed."
    ]


def test_secrets_in_a_url_are_never_printed(fbm: Fbm) -> None:
    ended = fbm("ml", "list", "--registry", "s3://AKIA:hunter2@models/registry")
    assert ended.code == 1
    assert "hunter2" not in ended.out + ended.err
    assert "s3://models/registry" in ended.err


SCRIPT = """
import sys
from fbm.app.cli.main import main
main(sys.argv[1:])
print("loaded", *sorted(sys.modules))
"""


@pytest.mark.parametrize(("registry", "loads"), [("", False), ("s3://nowhere/registry", True)])
def test_the_library_is_loaded_for_buckets_only(home: Path, s3: S3Server, registry: str, loads: bool) -> None:
    chosen = ["--registry", registry] if registry else []
    command = [sys.executable, "-c", SCRIPT, "ml", "list", *chosen]
    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=True)
    loaded = ended.stdout.splitlines()[-1].split()
    assert ("obstore" in loaded) is loads
    assert [name for name in ("boto3", "numpy", "torch", "pydantic", "asyncio") if name in loaded] == []
