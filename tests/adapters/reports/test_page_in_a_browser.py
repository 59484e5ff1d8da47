"""The page of a report, drawn by a browser: Chromium, where there is one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from fbm.adapters.reports.page import page
from fbm.adapters.reports.plots import plots_of
from fbm.adapters.reports.tables import text_of
from fbm.domain.ports.reports import Report
from tests.adapters.reports.conftest import HOSTILE

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to draw the page")

LOOK = """
<iframe src="report.html" width="420" height="800"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.addEventListener("load", () => {
  const page = frame.contentDocument;
  const shown = (one) => one.getBoundingClientRect().width > 100 && one.getBoundingClientRect().right <= 420;
  document.title = JSON.stringify({
    plots: [...page.querySelectorAll("svg")].map(shown),
    marks: page.querySelectorAll("svg path, svg use").length,
    cells: [...page.querySelectorAll("td")].map((cell) => cell.textContent),
    font: frame.contentWindow.getComputedStyle(page.body).fontSize,
    overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    scripts: page.scripts.length,
    images: page.images.length,
  });
});
</script>
"""


def drawn(folder: Path) -> dict[str, Any]:
    """What a browser in a window as wide as a telephone makes of the page."""
    assert CHROMIUM is not None
    (folder / "look.html").write_text(LOOK, encoding="utf-8")
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        f"--user-data-dir={folder}/p",
    )
    words = (CHROMIUM, *flags, "--virtual-time-budget=5000", "--dump-dom", (folder / "look.html").as_uri())
    told = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True).stdout
    title = re.search("<title>(.*?)</title>", told, re.DOTALL)
    assert title is not None, told
    found: dict[str, Any] = json.loads(unescape(title[1]))
    return found


def test_a_browser_draws_plots_and_tables_within_a_narrow_window(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(page(text_of(report), plots_of(report.document)), encoding="utf-8")
    seen = drawn(tmp_path)
    assert seen["plots"] == [True, True]
    assert seen["marks"] > 50
    assert seen["overflow"] == 0
    assert seen["font"] == "15px"


def test_names_in_the_page_are_words_to_a_browser(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(page(text_of(report), plots_of(report.document)), encoding="utf-8")
    seen = drawn(tmp_path)
    assert HOSTILE in seen["cells"]
    assert (seen["scripts"], seen["images"]) == (0, 0)
