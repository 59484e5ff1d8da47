"""`fbm ui`: the registry in a browser."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fbm.app.cli.pages import Pages
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.web import Asked
from tests.cli.conftest import Fbm

XHTML = "{http://www.w3.org/1999/xhtml}"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = "<script>alert(1)</script> \" ' & </td>"


@pytest.fixture
def pages(published: ModelRegistry) -> Pages:
    return Pages(published, ServiceContainer().registry_pages)


@pytest.fixture
def served(published: ModelRegistry) -> Iterator[str]:
    """Address of a real `fbm ui` over the registry, ended by Ctrl-C."""
    words = (sys.executable, "-m", "fbm", "ui", "--port", "0", "--json")
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=buffered)
    assert process.stdout is not None
    said, _, _ = select.select([process.stdout], [], [], 30)
    if said:
        yield str(json.loads(process.stdout.readline())["url"])
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        found: bytes = answer.read()
    return found.decode()


def words_of(text: str) -> list[str]:
    return ["".join(cell.itertext()) for cell in ElementTree.fromstring(text).iter(f"{XHTML}td")]


def test_every_version_is_listed_and_leads_to_its_own_page(pages: Pages) -> None:
    listing = pages.answer(Asked("/"))
    links = [link.get("href", "") for link in ElementTree.fromstring(listing.body).iter(f"{XHTML}a")]
    assert len(links) == 4
    for link in links:
        query = tuple(urllib.parse.parse_qsl(link.partition("?")[2]))
        shown = pages.answer(Asked("/versions", query))
        assert shown.status == 200
        assert "Batters: versions" in shown.body
    assert "champion" in words_of(listing.body)


def test_marked_versions_stand_side_by_side(pages: Pages) -> None:
    shown = pages.answer(Asked("/versions", (("ref", "gb_residual/default@1"), ("ref", "gb_residual/default@2"))))
    assert "Batters: default_v2 beside default: what differs" in shown.body
    assert {"trees", "100", "250"} <= set(words_of(shown.body))


def test_programs_read_what_the_listing_prints(pages: Pages, fbm: Fbm) -> None:
    assert json.loads(pages.answer(Asked("/models.json")).body) == json.loads(fbm("ml", "list", "--json").out)


def test_what_is_not_there_is_said_in_a_sentence(pages: Pages) -> None:
    for asked in (
        Asked("/nowhere"),
        Asked("/\0\x1b\ud800"),
        Asked("/versions"),
        Asked("/versions", (("ref", "default@9"),)),
        Asked("/versions", (("ref", "gb_residual/default@1"), ("ref", "mtl/default@1"))),
        Asked("/versions", (("ref", HOSTILE),)),
    ):
        answer = pages.answer(asked)
        assert answer.status == 404, asked
        assert "<script>" not in answer.body
        assert ElementTree.fromstring(answer.body).find(f".//{XHTML}p") is not None


def test_what_anybody_wrote_is_words_on_every_page(pages: Pages, fbm: Fbm) -> None:
    assert fbm("ml", "annotate", "default", "--type", "gb_residual", "--description", HOSTILE).code == 0
    for asked in (Asked("/"), Asked("/versions", (("ref", "gb_residual/default@1"),))):
        assert HOSTILE in words_of(pages.answer(asked).body)


def test_a_long_description_is_begun_in_the_list_and_told_on_its_own_page(pages: Pages, fbm: Fbm) -> None:
    long = "word " * 2000
    assert fbm("ml", "annotate", "default", "--type", "gb_residual", "--description", long).code == 0
    begun = next(words for words in words_of(pages.answer(Asked("/")).body) if words.startswith("word"))
    assert (len(begun), begun[-1]) == (201, "…")
    assert long in words_of(pages.answer(Asked("/versions", (("ref", "gb_residual/default@1"),))).body)


def test_an_entry_that_cannot_be_read_is_named_beside_the_others(pages: Pages, home: Path) -> None:
    manifest = next((home / "registry/releases/gb_residual/parks").iterdir())
    manifest.chmod(0o644)
    manifest.write_text("{")
    listing = pages.answer(Asked("/"))
    assert "Cannot be read: releases/gb_residual/parks/" in listing.body
    assert "default_v2" in listing.body
    shown = pages.answer(Asked("/versions", (("ref", "gb_residual/parks@1"),)))
    assert (shown.status, "parks" in shown.body) == (404, True)


def test_an_empty_registry_says_what_to_do_next(home: Path) -> None:
    services = ServiceContainer()
    text = Pages(services.model_registry, services.registry_pages).answer(Asked("/")).body
    assert "fbm ml train" in text


def test_a_page_that_breaks_is_a_sentence_and_the_next_one_comes(
    published: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = ServiceContainer().registry_pages
    pages = Pages(published, looks)

    def broken(*_: object) -> str:
        raise ZeroDivisionError("by nothing")

    with monkeypatch.context() as patched:
        patched.setattr(looks, "listing", broken)
        answer = pages.answer(Asked("/"))
        assert (answer.status, "Unexpected ZeroDivisionError: by nothing." in answer.body) == (500, True)
    assert pages.answer(Asked("/")).status == 200


def test_the_command_serves_them_until_it_is_interrupted(served: str) -> None:
    assert "default_v2" in get(served)
    assert "beside default" in get(f"{served}versions?ref=gb_residual/default@1&ref=gb_residual/default@2")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{served}nowhere")


def test_a_browser_that_the_command_waits_for_is_answered(published: ModelRegistry, tmp_path: Path) -> None:
    script, page = tmp_path / "browser.py", tmp_path / "page.html"
    script.write_text(
        "import pathlib, sys, urllib.request\n"
        "aside = pathlib.Path(sys.argv[0] + '.aside')\n"
        "aside.write_bytes(urllib.request.urlopen(sys.argv[1], timeout=20).read())\n"
        f"aside.rename({str(page)!r})\n"
    )
    told = _opened(f"{sys.executable} {script} %s", tmp_path, until=lambda _: page.exists())
    assert "default_v2" in page.read_text()
    assert "No browser" not in told


def test_where_no_browser_opens_the_address_is_left_to_type(published: ModelRegistry, tmp_path: Path) -> None:
    said = "fbm: No browser could be opened"
    assert said in _opened(f"{tmp_path / 'none'} %s", tmp_path, until=lambda told: said in told)


def _opened(browser: str, folder: Path, *, until: Callable[[str], bool]) -> str:
    """What `fbm ui --open` says to people until something happens, and at its end."""
    words = (sys.executable, "-m", "fbm", "ui", "--port", "0", "--open")
    # Without a search path no other browser is found.
    surroundings = {**os.environ, "BROWSER": browser, "PATH": ""}
    said = folder / "said.txt"
    with said.open("wb") as errors:
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=errors, env=surroundings)
        deadline = time.monotonic() + 60
        while not until(said.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(30)
    return said.read_text()


def test_a_port_that_is_taken_is_said_in_a_sentence(served: str, fbm: Fbm) -> None:
    port = served.rstrip("/").rpartition(":")[2]
    told = fbm("ui", "--port", port)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"fbm: Nothing can listen at port {port} (")


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_cannot_be_is_a_command_line_that_cannot_be_meant(fbm: Fbm, port: str) -> None:
    told = fbm("ui", "--port", port)
    assert (told.code, told.out) == (2, "")
    assert "--port" in told.err


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to open the pages")
def test_a_browser_shows_the_list_and_the_plots(served: str, tmp_path: Path) -> None:
    def seen(url: str) -> str:
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
        words = (str(CHROMIUM), *flags, f"--user-data-dir={tmp_path}/p", "--dump-dom", url)
        return unescape(subprocess.run(words, capture_output=True, text=True, timeout=120, check=True).stdout)

    listing = seen(served)
    assert listing.count('type="checkbox"') == 4
    shown = seen(f"{served}versions?ref=gb_residual%2Fdefault%402&ref=gb_residual%2Fparks%401")
    assert "parks beside default_v2" in shown
    assert shown.count("<svg") >= 1
