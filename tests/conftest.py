"""Settings of every test: laws are tried on fifty generated cases, however slow the machine; no home is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

pytest_plugins = ["tests.object_store"]

settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")


@pytest.fixture(scope="session", autouse=True)
def home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home for whatever opens a registry without saying where indexes go."""
    before = os.environ.get("FBM_HOME")
    os.environ["FBM_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["FBM_HOME"]
    else:
        os.environ["FBM_HOME"] = before
