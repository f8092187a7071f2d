"""The brief says what the tables say, on two pages, in three languages, the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader
from typer.testing import CliRunner

from qonys.cli import app
from qonys.engines.vocabulary.errors import UnknownRun
from qonys.office.planning.briefs import content, keeping, services, typesetting
from qonys.office.planning.briefs.facts.changes import Fate, Input
from qonys.office.planning.briefs.told.whole import Told, tell
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts import services as forecasts
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers

SAMAL = Path(__file__).resolve().parents[2] / "examples" / "samal"
LANGUAGES = ("kk", "ru", "en")
PLAN = {"trajectories": 40, "seed": 7, "last_year": 2040}
A4 = (595, 842)  # points


def words(text: str) -> str:
    """Text without what lays it out: a PDF breaks lines, and an interval is held together by signs nobody sees."""
    return re.sub(r"\s+", "", text.replace(numbers.JOINER, ""))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return words("".join(page.extract_text() for page in read(pdf).pages))


def told_in(run: Run, language: str, since: Run | None = None) -> Told:
    with translation.override(language):
        return tell(content.brief(run, since))


def sayings(told: Told) -> Iterator[str]:
    """Every sentence and every cell of the brief's tables and pictures."""
    yield from (told.title, told.subtitle, *told.origin, told.fan_caption, told.regions.key, *told.closing)
    for figure in told.figures:
        yield from (figure.label, figure.value, figure.interval, figure.words)
    for row in told.regions.rows:
        yield from (row.name, row.change, row.interval)
    for section in (told.drivers, *told.sections):
        yield from (section.title, *section.says, section.note)
        yield from (text for item in section.items for text in item)
        if section.table:
            yield from (cell for row in section.table.rows for cell in row)


# What it says


def test_the_headline_is_that_of_the_tables(turned: Run) -> None:
    table = pl.read_parquet(turned.file("indicators.parquet")).filter(
        (pl.col("territory") == "XQ") & (pl.col("indicator") == "population")
    )
    ahead = {row["year"]: row for row in table.iter_rows(named=True)}
    outlook = content.brief(turned).outlook
    assert [band.year for band in outlook.ahead] == [2030, 2040]
    for band in outlook.ahead:
        assert (band.q10, band.q50, band.q90) == tuple(ahead[band.year][key] for key in ("q10", "q50", "q90"))
    published = pl.read_parquet(turned.file("history.parquet"))
    base = (pl.col("territory") == "XQ") & (pl.col("indicator") == "population") & (pl.col("year") == 2025)
    assert outlook.now in published.filter(base)["value"].to_list()


def test_growth_is_the_sum_of_its_years_and_its_parts_add_up(turned: Run) -> None:
    growth = content.brief(turned).growth
    assert growth is not None
    assert growth.change == pytest.approx(growth.natural + growth.external, rel=1e-3)


def test_regions_stand_from_the_fastest_growing_with_their_interval(turned: Run) -> None:
    regions = content.brief(turned).regions
    assert {region.place.code for region in regions} == {"XQ-C", "XQ-H", "XQ-L"}
    assert [region.middle for region in regions] == sorted((r.middle for r in regions), reverse=True)
    assert all(r.low <= r.middle <= r.high and (r.direction > 0) == (r.low > 0) for r in regions)


def test_what_will_be_missing_is_that_of_the_balance(turned: Run) -> None:
    missing = content.brief(turned).missing
    assert missing is not None
    balance = pl.read_parquet(turned.file("balance.parquet")).filter(pl.col("year") == missing.year)
    nation = balance.filter(pl.col("territory") == "XQ")
    assert missing.cost == pytest.approx(nation["cost"].sum())
    for service in missing.services:
        regions = balance.filter((pl.col("service") == service.key) & (pl.col("territory") != "XQ"))
        assert service.very_likely == (regions["probability"] > 0.9).sum()
        likelier = set(regions.filter(pl.col("probability") > 0.5)["territory"])
        assert {short.place.code for short in service.regions} == likelier
    assert [s.cost for s in missing.services] == sorted((s.cost for s in missing.services), reverse=True)


def test_quotas_are_those_of_the_tables_with_the_reason_that_counts_most(turned: Run) -> None:
    invited = content.brief(turned).invited
    assert invited is not None
    lines, reasons = (pl.read_parquet(turned.file(f"{name}.parquet")) for name in ("quotas", "quota_reasons"))
    for stream in invited.streams:
        here = lines.filter((pl.col("year") == invited.following) & (pl.col("stream") == stream.key))
        assert stream.proposed == here["proposed"].sum()
        assert stream.largest is not None
        assert stream.largest.persons == here["proposed"].max()
        told = reasons.filter(
            (pl.col("year") == invited.following)
            & (pl.col("stream") == stream.key)
            & (pl.col("territory") == stream.largest.place.code)
        ).sort(pl.col("amount").abs(), descending=True)
        assert stream.largest.reason is not None
        assert stream.largest.reason.en == told["en"][0]
    official = pl.read_parquet(turned.file("official_quotas.parquet"))
    settlers = next(stream for stream in invited.streams if stream.key == "settlers")
    assert settlers.official == official.filter((pl.col("year") == 2025) & (pl.col("territory") == "XQ"))["persons"][0]


def test_the_share_that_is_confirmed_is_that_of_places_left_in_their_region(turned: Run) -> None:
    invited = content.brief(turned).invited
    assert invited is not None
    lines = pl.read_parquet(turned.file("quotas.parquet")).filter(pl.col("official").is_not_null())
    same = lines.select(pl.min_horizontal("proposed", "official").sum() / pl.col("official").sum()).item()
    assert invited.confirmed == pytest.approx(same)


def test_programmes_are_counted_by_alarm(turned: Run) -> None:
    course = content.brief(turned).course
    assert course is not None
    table = pl.read_parquet(turned.file("control.parquet"))
    assert {alarm: course.count(alarm) for alarm in table["alarm"].unique()} == dict(
        table["alarm"].value_counts().iter_rows()
    )


def test_a_forecast_alone_says_so_and_leaves_out_nothing_else(run: Run) -> None:
    told = told_in(run, "en")
    missing, invited, course, _since = told.sections
    assert all("a forecast alone" in section.note for section in (missing, invited, course))
    assert missing.table is invited.table is course.table is None
    assert len(told.figures) == 3


# How it is written


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_pdf_say_the_same(turned: Run, client: Client, language: str) -> None:
    told = told_in(turned, language)
    page = words(re.sub(r"<[^>]*>|&\w+;|&#x?\w+;", " ", client.get(f"/{language}/planning/brief/").content.decode()))
    pdf = text_of(typesetting.pdf(told))
    for saying in filter(None, sayings(told)):
        assert words(saying) in pdf, saying
        bare = re.sub(r"['\"<>&]", " ", saying)  # the page writes these as entities
        assert words(bare) in page, saying


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["turned", "run"])
def test_it_is_two_pages_of_a4_in_every_language(which: str, language: str, request: pytest.FixtureRequest) -> None:
    found = read(typesetting.pdf(told_in(request.getfixturevalue(which), language)))
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in found.pages] == [A4, A4]


def test_it_stays_on_two_pages_when_there_is_much_to_say(turned: Run) -> None:
    told = told_in(turned, "kk")
    long = "Солтүстік Қазақстан облысы мен тағы бір аумақтың өте ұзақ атауы"
    rows = tuple(replace(told.regions.rows[0], name=long) for _ in range(30))
    whiskers = replace(told.whiskers, rows=told.whiskers.rows[:1] * 30)
    sections = []
    for section, most in zip(told.sections, (24, 14, 5, 0), strict=True):
        table = section.table and replace(section.table, rows=(section.table.rows * most)[:most])
        items = tuple((word, " ".join([text] * 6)) for word, text in section.items)
        sections.append(replace(section, table=table, items=items))
    full = replace(
        told, regions=replace(told.regions, rows=rows), whiskers=whiskers, sections=tuple(sections), country=long
    )
    assert len(read(typesetting.pdf(full)).pages) == 2


def test_every_kazakh_letter_is_printed_and_can_be_read_back(turned: Run) -> None:
    letters = "әғқңөұүһіӘҒҚҢӨҰҮҺІ№₸−–‑«»“”"
    found = read(typesetting.pdf(replace(told_in(turned, "kk"), subtitle=letters)))
    assert letters in words(found.pages[0].extract_text())
    fonts = [font.get_object()["/BaseFont"] for page in found.pages for font in page["/Resources"]["/Font"].values()]
    assert all("NotoSans" in font for font in fonts)


def test_it_is_tagged_for_screen_readers_and_names_its_language(turned: Run) -> None:
    found = read(typesetting.pdf(told_in(turned, "ru")))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "ru"
    assert root["/MarkInfo"]["/Marked"]
    assert found.metadata is not None
    assert found.metadata.title == "Самал: краткая справка"


def test_a_sign_the_font_lacks_costs_the_seal_and_not_the_brief(turned: Run, caplog: pytest.LogCaptureFixture) -> None:
    made = typesetting.pdf(replace(told_in(turned, "en"), subtitle="a country that writes its name 日本"))
    assert len(read(made).pages) == 2
    assert "no PDF/UA" in caplog.text


# The same bytes


def test_the_same_plan_gives_the_same_bytes_in_every_file_but_the_manifest(tmp_path: Path) -> None:
    """Once in this process and once, later, by the command in another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QONYS_HOME", str(tmp_path / "home"))
        services.make_run(str(SAMAL), folder=tmp_path / "one", threads=1, **PLAN)
    options = [f"--{key.replace('_', '-')}={value}" for key, value in PLAN.items()]
    command = [sys.executable, "-c", "from qonys.cli import main; main()", "cycle", str(SAMAL), *options]
    environment = os.environ | {"QONYS_HOME": str(tmp_path / "elsewhere")}
    subprocess.run([*command, f"--out={tmp_path / 'two'}"], env=environment, check=True, capture_output=True)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert {f"brief.{language}.pdf" for language in LANGUAGES} < one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == {"manifest.json"}


def test_the_runs_own_copy_names_no_run_and_the_offices_does(turned: Run, home_with_turn: Path) -> None:
    own, office = turned.file("brief.en.pdf"), keeping.kept(turned.id, "en", home_with_turn)
    assert words(turned.id) not in text_of(own.read_bytes())
    assert turned.fingerprint in text_of(own.read_bytes())
    assert words(turned.id) in text_of(office.read_bytes())
    assert words("compared with nothing") in text_of(own.read_bytes())
    assert words("the first run kept here") in text_of(office.read_bytes())


def test_runs_of_the_same_plan_share_their_fingerprint_and_others_do_not(turned: Run) -> None:
    assert replace(turned, id="another", author="somebody").fingerprint == turned.fingerprint
    assert replace(turned, seed=turned.seed + 1).fingerprint != turned.fingerprint
    assert replace(turned, inputs=turned.inputs[1:]).fingerprint != turned.fingerprint
    assert replace(turned, code_version="0.1.0+other").fingerprint != turned.fingerprint


# What changed since


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented country, with a lower fertility."""
    folder = tmp_path_factory.mktemp("pack") / "samal"
    shutil.copytree(SAMAL, folder)
    path = folder / "figures" / "rates.csv"
    table = pl.read_csv(path).with_columns(pl.col("tfr") * 0.9)
    table.write_csv(path)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, pack: Path) -> dict[str, Run]:
    """The same run again with one thing changed: nothing, the figures, the code, the seed, figures and code."""
    place = tmp_path_factory.mktemp("changes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QONYS_HOME", str(place))

        def one(name: str, country: Path = SAMAL, code: str = "0.1.0+one", **plan: int) -> Run:
            patch.setattr(forecasts, "code_version", lambda: code)
            forecasts.make_run(str(country), folder=place / name, **{**PLAN, **plan})
            return runs.named(str(place / name))

        return {
            "first": one("first"),
            "again": one("again"),
            "figures": one("figures", pack),
            "code": one("code", code="0.1.0+two"),
            "seed": one("seed", seed=8),
            "both": one("both", pack, "0.1.0+two"),
        }


def since_first(made: dict[str, Run], name: str) -> content.Changes:
    found = content.brief(made[name], made["first"]).changes
    assert found is not None
    return found


def says(made: dict[str, Run], name: str, language: str = "en") -> str:
    section = told_in(made[name], language, made["first"]).sections[-1]
    return " ".join([*section.says, *(f"{word}: {text}" for word, text in section.items)])


def test_nothing_changed_is_said_plainly(made: dict[str, Run]) -> None:
    found = since_first(made, "again")
    assert (found.causes, found.same_tables) == ((), True)
    assert [move.by for move in found.population] == [0, 0, 0]
    assert "Nothing changed" in says(made, "again")
    assert "Numbers" not in says(made, "again")


def test_changed_figures_are_named_and_the_move_is_news(made: dict[str, Run]) -> None:
    found = since_first(made, "figures")
    assert found.causes == ("figures",)
    assert found.data == (Input("figures", "rates", Fate.CHANGED),)
    assert (found.model, found.settings) == (None, ())
    assert found.population[-1].by < 0 < found.population[-1].width
    assert "every move below is news of the country" in says(made, "figures")
    assert "published figures: rates (changed)" in says(made, "figures")


def test_a_move_is_that_of_the_medians_beside_the_width_of_the_older_interval(made: dict[str, Run]) -> None:
    found = since_first(made, "figures")
    tables = [pl.read_parquet(made[name].file("indicators.parquet")) for name in ("first", "figures")]
    for move in found.population:
        cell = (pl.col("territory") == "XQ") & (pl.col("indicator") == "population") & (pl.col("year") == move.year)
        before, now = (table.filter(cell).row(0, named=True) for table in tables)
        assert (move.before, move.now) == (before["q50"], now["q50"])
        assert move.width == pytest.approx(before["q90"] - before["q10"])


def test_a_changed_model_is_no_news_of_the_country(made: dict[str, Run]) -> None:
    found = since_first(made, "code")
    assert (found.causes, found.model) == (("model",), ("0.1.0+one", "0.1.0+two"))
    assert "What changed moved no number" in says(made, "code")  # only its name is another here


def test_another_seed_is_a_setting(made: dict[str, Run]) -> None:
    found = since_first(made, "seed")
    assert found.causes == ("settings",)
    assert [(each.key, each.before, each.now) for each in found.settings] == [("seed", 7, 8)]
    assert "seed: was 7, now 8" in says(made, "seed")


def test_two_things_at_once_are_not_told_apart(made: dict[str, Run]) -> None:
    assert since_first(made, "both").causes == ("figures", "model")
    assert "Several things changed at once (figures, model)" in says(made, "both")


def test_files_that_came_and_went_are_told_by_part(made: dict[str, Run]) -> None:
    older, newer = made["first"], made["again"]
    files = [{"path": "figures/new.csv", "sha256": "1"}, {"path": "figures/new.yaml", "sha256": "2"}]
    kept = [file for file in older.inputs if file["path"] != "policy/support.yaml"]
    found = content.changes.changes(older, replace(newer, id="changed", inputs=(*kept, *files)))
    assert found.data == (Input("figures", "new", Fate.NEW), Input("policy", "support", Fate.GONE))
    assert found.causes == ("figures", "rules")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_change_fits_on_the_page(made: dict[str, Run], language: str) -> None:
    for name in ("again", "figures", "seed", "both"):
        assert len(read(services.pdf(made[name], made["first"], language)).pages) == 2


def test_the_run_before_is_the_newest_older_one_of_the_same_country(made: dict[str, Run], tmp_path: Path) -> None:
    for name, created in (("a", "2026-01-01"), ("b", "2026-02-01"), ("c", "2026-03-01"), ("other", "2026-02-15")):
        folder = tmp_path / name
        shutil.copytree(made["first"].folder, folder)
        told = json.loads((folder / "manifest.json").read_text("utf-8"))
        country = "elsewhere" if name == "other" else told["country"]
        (folder / "manifest.json").write_text(
            json.dumps(told | {"run": name, "created_at": f"{created}T00:00:00+00:00", "country": country})
        )
    found = {run.id: runs.before(run, tmp_path) for run in runs.complete(tmp_path)}
    assert {name: older and older.id for name, older in found.items()} == {
        "a": None,
        "b": "a",
        "c": "b",
        "other": None,
    }


# Where it is read


def test_the_file_is_served_for_reading_in_the_language_of_the_page(
    turned: Run, home_with_turn: Path, client: Client
) -> None:
    for language in LANGUAGES:
        answer = client.get(f"/{language}/planning/brief.pdf")
        made = b"".join(answer.streaming_content)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("inline")
        assert made == keeping.kept(turned.id, language, home_with_turn).read_bytes()


def test_without_the_offices_copy_the_runs_own_is_served(turned: Run, tmp_path: Path) -> None:
    found = keeping.newest(turned, "kk", tmp_path)
    assert found == turned.file("brief.kk.pdf")


def test_a_run_older_than_briefs_has_a_page_and_no_file(run: Run, client: Client) -> None:
    page = client.get("/en/planning/brief/")
    assert page.status_code == 200
    assert "the PDF is missing" in page.content.decode()
    assert client.get("/en/planning/brief.pdf").status_code == 404


def test_a_country_without_programmes_or_policy_has_a_brief_too(tmp_path: Path) -> None:
    for missing, expected in (("programmes", "no programme with indicators"), ("policy", "a forecast alone")):
        folder = tmp_path / f"without-{missing}"
        shutil.copytree(SAMAL, folder)
        shutil.rmtree(folder / missing)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("QONYS_HOME", str(tmp_path))
            services.make_run(str(folder), folder=tmp_path / missing, **PLAN)
        assert words(expected) in text_of((tmp_path / missing / "brief.en.pdf").read_bytes())


def test_the_command_writes_the_brief_of_the_newest_run_or_of_a_folder(turned: Run, tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["brief", "--language", "en", "--out", str(tmp_path / "brief.pdf")])
    assert answer.exit_code == 0, answer.output
    assert words(turned.id) in text_of((tmp_path / "brief.pdf").read_bytes())
    other = CliRunner().invoke(
        app, ["brief", str(turned.folder), "--since", turned.id, "--out", str(tmp_path / "again.pdf")]
    )
    assert other.exit_code == 0, other.output
    assert words("Ештеңе өзгерген жоқ") in text_of((tmp_path / "again.pdf").read_bytes())


def test_the_command_refuses_what_it_does_not_know(turned: Run, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["brief", "--language", "fr"]).exit_code == 2
    refused = CliRunner().invoke(app, ["brief", "nowhere", "--out", str(tmp_path / "x.pdf")])
    assert isinstance(refused.exception, UnknownRun)
    assert not (tmp_path / "x.pdf").exists()
