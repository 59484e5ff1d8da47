from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def missing(page: str, least: int) -> list[str]:
    """Tests that a page names and that are not there; it names `least` or more."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "docs" / page).read_text())
    assert len(named) >= least
    return [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text()]


def test_every_test_that_the_page_on_evaluation_names_is_there() -> None:
    assert missing("evaluation.md", 30) == []


def test_every_test_that_the_page_on_the_contextual_model_names_is_there() -> None:
    assert missing("models/contextual.md", 15) == []
