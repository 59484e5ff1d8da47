"""Pages on versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fbm.adapters.reports.files import ReportFiles
from fbm.adapters.reports.held_out import held_out
from fbm.adapters.reports.layout import Table
from fbm.adapters.reports.page import page
from fbm.adapters.reports.version_plots import version_plots
from fbm.adapters.reports.version_text import UNJUDGED, UNKEPT, version_text
from fbm.domain.ports.sheets import UnknownEnding
from fbm.domain.registry.metadata import ArtifactRef, Lineage, ModelMetadata
from fbm.domain.registry.pages import PAGES, VersionReport
from tests.adapters.reports.conftest import HOSTILE

GAP = (-0.110, -0.245, 0.026)
XHTML = "{http://www.w3.org/1999/xhtml}"


def validation(model: float, pipeline: float, half: float = 0.5) -> dict[str, object]:
    delta = model - pipeline
    return {
        "season": 2021,
        "model": {"hr": {"rmse": model, "r": 0.6}},
        "baseline": {"hr": {"rmse": pipeline, "r": 0.5}},
        "difference": {"hr": {"rmse": {"delta": delta, "lo": delta - half, "hi": delta + half}}},
    }


def version(number: int, *, metrics: Mapping[str, object], player_type: str = "batter") -> ModelMetadata:
    return ModelMetadata(
        model_type="gb_residual",
        base_name="test",
        version=number,
        player_type=player_type,
        created_at="2026-02-08T22:10:05.120345Z",
        training_years=(2019, 2020, 2021),
        stats=("hr",),
        feature_names=("age", "hr_rate"),
        config={"trees": 100 * number, "rate": 0.1},
        metrics=metrics,
        importances={"hr": {"age": 0.25, "hr_rate": 0.75}, "so": {"age": 1.0}},
        artifact=ArtifactRef("sha256:" + "0" * 64, 10, "joblib"),
        attachments={},
        lineage=Lineage(command=f"fbm ml train --seed {number}", seed=number),
    )


def two() -> VersionReport:
    first = version(1, metrics={"validation": validation(5.0, 5.5)})
    second = version(2, metrics={"validation": validation(4.0, 5.5)})._replace(training_years=(2020, 2021, 2022))
    return VersionReport({"batter": (first, second)})


def table(report: VersionReport, heading: str) -> Table:
    return next(one for one in version_text(report).tables if one.heading == heading)


def test_a_version_is_told_with_what_it_did_on_the_season_held_out() -> None:
    told = table(two(), "Batters: test_v2, 2021 held out")
    assert told.rows == (("hr", "4.000", "5.500", "-1.500", "-2.000 to -1.000", "better"),)
    assert "600 plate appearances" in told.remark


@pytest.mark.parametrize(("model", "verdict"), [(4.0, "better"), (5.4, "unsure"), (7.0, "worse")])
def test_the_verdict_is_where_zero_lies(model: float, verdict: str) -> None:
    assert held_out(version(1, metrics={"validation": validation(model, 5.5)}))[0].verdict == verdict


def test_versions_that_differ_say_in_what() -> None:
    told = table(two(), "Batters: test_v2 beside test: what differs")
    assert told.rows == (("Training years of one alone", "2019", "2022"), ("trees", "100", "200"))
    measures = {row[0]: row[1:] for row in table(two(), "Batters: test_v2 beside test: measures").rows}
    assert measures["validation.model.hr.rmse"] == ("5.0000", "4.0000", "-1.0000", "test_v2")
    assert "validation.difference.hr.rmse.lo" not in measures


def test_measures_that_are_the_same_are_counted_not_listed() -> None:
    told = table(two(), "Batters: test_v2 beside test: measures")
    assert [row[0] for row in told.rows] == ["validation.model.hr.rmse"]
    assert told.remark == "Not listed: 3 that are the same."


def test_features_are_told_by_their_mean_share_over_the_stats() -> None:
    told = table(two(), "Batters: most telling features")
    assert told.rows == (("age", "62.5%", "62.5%"), ("hr_rate", "37.5%", "37.5%"))


def test_the_commands_that_train_them_again_stand_once_each() -> None:
    pitchers = version(1, metrics={}, player_type="pitcher")
    report = VersionReport({**two().parts, "pitcher": (pitchers,)})
    assert table(report, "To train them again").rows == (
        ("test", "fbm ml train --seed 1"),
        ("test_v2", "fbm ml train --seed 2"),
    )


@pytest.mark.parametrize(
    "metrics",
    [{}, {"validation": 3}, {"validation": {"model": {"hr": 1.0}}}, {"validation": {"model": {"hr": {"rmse": None}}}}],
)
def test_measures_of_another_form_are_no_validation(metrics: Mapping[str, object]) -> None:
    report = VersionReport({"batter": (version(1, metrics=metrics)._replace(importances={}),)})
    assert held_out(report.parts["batter"][0]) == ()
    assert UNJUDGED in version_text(report).remarks
    assert list(version_plots(report)) == []


def test_the_page_has_a_plot_of_gains_and_one_of_features() -> None:
    root = ElementTree.fromstring(page(version_text(two()), version_plots(two())))
    captions = ["".join(one.itertext()) for one in root.iter(f"{XHTML}figcaption")]
    assert captions == ["Batters: error less the pipeline's, on a season held out", "Batters: most telling features"]
    words = {"".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"test", "test_v2", "hr", "age"} <= words


def test_many_versions_are_all_told_and_as_many_drawn_as_there_are_colours() -> None:
    many = tuple(version(number, metrics={"validation": validation(5.0, 5.5)}) for number in range(1, 21))
    report = VersionReport({"batter": many})
    captions, drawings = zip(*version_plots(report), strict=True)
    assert all("(the first 7 versions)" in caption for caption in captions)
    assert all("test_v7<" in drawing and "test_v8<" not in drawing for drawing in drawings)
    text = version_text(report)
    assert text.title == "gb_residual: test, " + ", ".join(f"test_v{number}" for number in range(2, 9)) + " and 12 more"
    assert len(table(report, "Batters: versions").columns) == 21


def test_long_words_take_several_lines_of_a_cell_and_columns_have_heads() -> None:
    first = version(1, metrics={})._replace(description="x" * 10_000)
    root = ElementTree.fromstring(page(version_text(VersionReport({"batter": (first,)})), ()))
    long = [cell for cell in root.iter(f"{XHTML}td") if len(cell.text or "") > 40]
    assert long
    assert all(cell.get("class") == "long" for cell in long)
    heads = list(root.iter(f"{XHTML}th"))
    assert heads
    assert all(head.text and head.get("scope") == "col" for head in heads)


def test_the_legend_of_the_longest_names_stays_within_the_plot() -> None:
    several = tuple(version(number, metrics={})._replace(base_name="x" * 100) for number in range(1, 4))
    (_, drawing), *_ = version_plots(VersionReport({"batter": several}))
    width = float(ElementTree.fromstring(drawing).get("width", "").removesuffix("pt"))
    assert width == pytest.approx(7.5 * 72)
    assert "x" * 79 + "…" in drawing
    assert "x" * 81 not in drawing


def contextual(held: object) -> ModelMetadata:
    return version(1, metrics={"held_out": held})._replace(model_type="contextual", importances={}, feature_names=())


def test_a_network_that_reads_pitches_is_told_with_what_it_did_on_next_games() -> None:
    errors = {"rmse": {"network": 0.037, "league": 0.0392, "mean_of_context": 0.0375}, "mse_over": {"league": GAP}}
    report = VersionReport({"batter": (contextual({"season": 2022, "windows": 1038, "hr": errors}),)})
    told = table(report, "Batters: test, 2022 held out")
    assert told.columns == ("Stat", "Network", "Own mean", "League")
    assert told.rows == (("hr", "0.03700", "0.03750", "0.03920 (-11.0%, -24.5% to +2.6%)"),)
    assert told.remark.startswith("1,038 times players' next games.")
    assert version_text(report).remarks == ("Errors are of a season held out, by a model of the seasons before it.",)


@pytest.mark.parametrize(
    "held", [None, 3, {"hr": 1.0}, {"hr": {"rmse": {"league": 0.1}}}, {"hr": {"rmse": {"network": "x"}}}]
)
def test_a_network_without_it_is_not_told_to_train_with_an_option_that_it_has_not(held: object) -> None:
    assert version_text(VersionReport({"shared": (contextual(held),)})).remarks == (UNKEPT,)


def test_a_character_that_no_page_may_hold_breaks_none(recwarn: pytest.WarningsRecorder, tmp_path: Path) -> None:
    odd = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xFFFE, 0x4E2D))
    model = version(1, metrics={})._replace(description=odd, importances={"hr": {odd: 1.0}}, config={odd: odd})
    report = VersionReport({"batter": (model, model._replace(version=2, config={}))})
    files = ReportFiles().write_versions(report, str(tmp_path)).unwrap()
    assert len(files) == 2
    for file in files:
        text = Path(file).read_text(encoding="utf-8")
        assert "\N{CJK UNIFIED IDEOGRAPH-4E2D}" in text
        assert not {char for char in text if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0} - {"\t", "\n"}
    ElementTree.parse(tmp_path / "versions.html")
    assert not recwarn.list


def test_words_that_anybody_wrote_stand_in_the_page_as_they_are() -> None:
    odd = "$\\frac{$ " + HOSTILE
    model = version(1, metrics={})._replace(description=HOSTILE, tags={"k": HOSTILE}, importances={"hr": {odd: 1.0}})
    report = VersionReport({"batter": (model,)})
    root = ElementTree.fromstring(page(version_text(report), version_plots(report)))
    cells = {"".join(cell.itertext()) for cell in root.iter(f"{XHTML}td")}
    assert {HOSTILE, f"k={HOSTILE}", odd} <= cells
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}


def test_a_directory_gets_both_forms_and_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("first", "second"):
        written = ReportFiles().write_versions(two(), str(tmp_path / name)).unwrap()
        assert [Path(one).name for one in written] == [f"versions{ending}" for ending in PAGES]
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()
    assert ReportFiles().check("x.parquet", PAGES).failure() == UnknownEnding("x.parquet", PAGES)
