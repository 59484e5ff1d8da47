from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from fbm.adapters.reports.files import ReportFiles
from fbm.adapters.reports.markdown import markdown
from fbm.adapters.reports.page import page
from fbm.adapters.reports.plots import plots_of
from fbm.adapters.reports.rows import frame_of
from fbm.adapters.reports.tables import text_of
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Population, match
from fbm.domain.evaluation.strata import AGES, VOLUMES
from fbm.domain.ports.reports import FORMATS, Report, ReportWriter, formats_of
from fbm.domain.ports.sheets import UnknownEnding, UnwritableFile
from tests.adapters.reports.conftest import HOSTILE
from tests.domain.evaluation.matches import drawn_season, guess

WRITER: ReportWriter = ReportFiles()
SVG = "{http://www.w3.org/2000/svg}"


def drawn(report: Report) -> str:
    return page(text_of(report), plots_of(report.document))


def test_a_directory_gets_every_format_and_a_file_the_one_it_names(report: Report, tmp_path: Path) -> None:
    files = ReportFiles()
    written = files.write(report, str(tmp_path / "all")).unwrap()
    assert [Path(file).name for file in written] == [f"evaluation{ending}" for ending in FORMATS]
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == sorted(Path(file).name for file in written)
    assert files.write(report, str(tmp_path / "one.MD")).unwrap() == (str(tmp_path / "one.MD"),)
    assert json.loads((tmp_path / "all" / "evaluation.json").read_text()) == report.document


def test_the_same_judgement_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        ReportFiles().write(report, str(tmp_path / folder)).unwrap()
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_an_ending_that_means_nothing_is_refused_before_any_work() -> None:
    assert ReportFiles().check("report.docx").failure() == UnknownEnding("report.docx", FORMATS)
    assert formats_of("reports/.hidden").unwrap() == FORMATS


def test_a_place_that_cannot_be_written_leaves_nothing_behind(report: Report, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    failure = ReportFiles().write(report, str(tmp_path / "taken" / "sub")).failure()
    assert isinstance(failure, UnwritableFile)
    assert isinstance(ReportFiles().write(report, str(tmp_path / "none" / "x.md")).failure(), UnwritableFile)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_the_long_table_has_every_number_beside_what_happened(report: Report, tmp_path: Path) -> None:
    ReportFiles().write(report, str(tmp_path / "x.parquet")).unwrap()
    frame = pl.read_parquet(tmp_path / "x.parquet")
    assert frame.equals(frame_of(report))
    keys = ["season", "pipeline", "seed", "player_type", "player_id", "stat"]
    assert frame.select(keys).is_duplicated().sum() == 0
    assert set(frame["season"]) == {2018, 2019}
    row = frame.filter(season=2018, pipeline="ours", player_id="bat003", stat="hr").row(0, named=True)
    assert row["p50"] == pytest.approx(row["projected"])
    assert row["p90"] - row["p10"] == pytest.approx(10.0)
    assert row["actual"] == report.matches[0].actual["hr"][3]
    assert frame.filter(pipeline="marcel")["p50"].null_count() == len(frame.filter(pipeline="marcel"))


def test_the_table_gives_the_measures_that_the_judgement_gives(report: Report) -> None:
    rows = frame_of(report).filter(pipeline="ours", stat="hr", judged=True)
    errors = rows.group_by("season").agg(((pl.col("projected") - pl.col("actual")) ** 2).mean().sqrt().alias("rmse"))
    assert errors["rmse"].mean() == pytest.approx(
        report.document["pipelines"]["ours"]["batter"]["hr"]["rmse"], abs=1e-5
    )


def test_the_page_is_well_formed_and_names_stand_in_it_as_they_are(report: Report) -> None:
    text = drawn(report)
    root = ElementTree.fromstring(text)
    told = {"".join(cell.itertext()) for cell in root.iter("{http://www.w3.org/1999/xhtml}td")}
    assert HOSTILE in told
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not re.search(r"\son\w+\s*=|https?://(?!www\.w3\.org)", re.sub(r">[^<]*<", "><", text))


def test_the_page_is_html_too_and_every_element_is_closed(report: Report) -> None:
    class Nesting(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.open.append(tag)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None: ...

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    parser = Nesting()
    parser.feed(drawn(report))
    assert parser.open == []


def test_the_page_has_a_plot_of_differences_and_one_of_calibration(report: Report) -> None:
    root = ElementTree.fromstring(drawn(report))
    captions = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/1999/xhtml}figcaption")]
    assert captions == ["Batters: difference to marcel", "Batters: calibration of ours"]
    assert len(list(root.iter(f"{SVG}svg"))) == 2
    words = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"ours", "HR", "OBP"} <= words


def test_ids_in_the_plots_do_not_clash(report: Report) -> None:
    ids = re.findall(r'\sid="([^"]+)"', drawn(report))
    referred = set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawn(report)))
    clashing = {one for one in referred if ids.count(one) > 1}
    assert clashing == set()


def test_markdown_tables_are_tables_whatever_names_hold(report: Report) -> None:
    text = markdown(text_of(report))
    assert "<script>" not in text
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1
    assert "| HR | ours |" in text


def test_those_furthest_off_are_the_same_whoever_goes_without_a_figure() -> None:
    actual = drawn_season(2019)
    whole = guess(actual, 1.0, 1)
    silent = np.arange(len(whole)) % 7 == 3
    gaps = replace(whole, columns={**whole.columns, "hr": np.where(silent, np.nan, whole.columns["hr"])})
    matches = [match(actual, {"foreign": [said]}, Population()) for said in (whole, gaps)]
    judged = [judge([one], Court("foreign", bootstrap=Bootstrap(resamples=5))) for one in matches]
    named = dict(zip(actual.player_id.tolist(), actual.player_id.tolist(), strict=True))
    first, second = (
        next(table for table in text_of(Report(document, [one], named)).tables if "furthest" in table.heading).rows
        for document, one in zip(judged, matches, strict=True)
    )
    told = [row for row in first if row[0] not in set(actual.player_id[silent].tolist())]
    assert list(second[: len(told)]) == told
    assert not any("nan" in cell for row in second for cell in row)


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "folder.md").mkdir()
    for out in ("taken", "taken/sub", "taken/x.md", "none/x.md", "folder.md"):
        assert isinstance(ReportFiles().check(str(tmp_path / out)).failure(), UnwritableFile), out
    for out in ("new/and/newer", "x.md", "taken.md", "."):
        ReportFiles().check(str(tmp_path / out)).unwrap()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.md", "taken"]


def test_groups_stand_in_their_order_and_not_by_their_letters(report: Report) -> None:
    text = markdown(text_of(report))
    ages = list(dict.fromkeys(re.findall(r"^\| age \| ([^|]+) \|", text, re.MULTILINE)))
    assert ages == [name for _, _, name in AGES if name in ages]
    assert {"to 25", "26-28"} <= set(ages)
    times = list(dict.fromkeys(re.findall(r"^\| playing time \| ([^|]+) \|", text, re.MULTILINE)))
    assert times == [name for _, _, name in VOLUMES["batter"] if name in times]
    assert {"to 399 PA", "400-599 PA"} <= set(times)


def test_groups_show_what_was_judged_in_them_and_no_empty_column(report: Report) -> None:
    strata = {"ours": {"batter": {"age": {"26-28": {"hr": {"n": 9, "r": 0.5}, "pa": {"n": 9, "r": 0.4}}}}}}
    other = Report({**report.document, "strata": strata}, report.matches, report.names)
    (table,) = [table for table in text_of(other).tables if table.heading == "Batters: strata"]
    assert table.columns == ("By", "Group", "Pipeline", "n", "HR r", "PA r")
    assert table.rows == (("age", "26-28", "ours", "9", "0.500", "0.400"),)


@pytest.mark.parametrize(("stat", "told"), [("hr", "0.2"), ("obp", "0.244"), ("ops", "0.244"), ("whip", "0.24")])
def test_medians_have_as_many_decimals_as_their_stat(report: Report, stat: str, told: str) -> None:
    found = next(iter(report.document["calibration"]["ours"]["batter"].values()))
    calibration = {"ours": {"batter": {stat: {**found, "median_projection": 0.2441}}}}
    other = Report({**report.document, "calibration": calibration}, report.matches, report.names)
    (table,) = [table for table in text_of(other).tables if table.heading == "Batters: calibration"]
    assert table.rows[0][table.columns.index("Median")] == told
