"""Trying policies: compute what they change, keep it as immutable folders, say where. Runs in the worker."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qonys.countries import scenarios
from qonys.countries.pack import CountryPack
from qonys.engines.vocabulary.scenario import Scenario
from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.home import home
from qonys.office.planning.forecasts import store
from qonys.office.planning.forecasts.code import code_version
from qonys.office.planning.scenarios import comparisons, engine, goals
from qonys.office.planning.scenarios.engine import LANGUAGES, Basis, Progress, Report, Speaker, Trial
from qonys.office.planning.scenarios.library import digest_of

UNTIL = 2050  # farther ahead a policy of today is lost in chance
PREPARING = 9  # seconds, where trying one scenario takes one
README = """# {name}

What one policy changes against the baseline, future by future: both share every draw of chance. {trajectories} futures
were drawn with seed {seed}; the same figures, code and seed give the same bytes in every table.

| file | what it holds |
|---|---|
| `differences.parquet` | the change with its quantiles, medians before and after, odds (`raised`, `lowered`) |
| `before.parquet`, `indicators.parquet` | every indicator without and with the policy |
| `strengths.parquet` | how strongly people answer to each lever: eight in ten, what it stands on, source |
| `scenario.yaml`, `scenario.json` | the policy as it was written, and as it was understood |
| `definitions.json`, `territories.json` | what the names in the tables mean |
| `summary.*.txt` | what changes, in words |
| `manifest.json` | what this stood on, with the SHA-256 of every file |
"""


def make_comparisons(
    basis: Mapping[str, Any],
    documents: Sequence[Mapping[str, str]],
    *,
    author: str,
    progress: Progress = lambda share, stage: None,
) -> str:
    """Compute each document (`key`, `text`) against the baseline; returns the names of what was kept.

    `progress` hears the share done and the key of the stage; raising from it gives up what is not finished.
    """
    wanted = Basis(**basis)
    whole = PREPARING + len(documents)
    trial = Trial.of(wanted, min(UNTIL, wanted.horizon), lambda share, stage: progress(share * 8 / whole, stage))
    scenarios_read = [_read(trial, each) for each in documents]  # refused before anything slow begins
    progress((PREPARING - 1) / whole, "baseline")
    baseline, names = trial.baseline(), []
    for place, (document, scenario) in enumerate(zip(documents, scenarios_read, strict=True)):
        done = (PREPARING + place) / whole
        progress(done, "scenarios")
        report = trial.report(scenario, baseline)
        names.append(_keep(report, document, wanted, author, lambda share=done: progress(share, "writing")))
    store.remove_unfinished(home() / comparisons.FOLDER)
    return " ".join(names)


def seek_goal(
    basis: Mapping[str, Any], wanted: Mapping[str, Any], *, author: str, progress: Progress = lambda share, stage: None
) -> str:
    """How many must come for a goal to be met; returns the id of the answer that was kept."""
    asked = Basis(**basis)
    trial = Trial.of(asked, min(UNTIL, asked.horizon), lambda share, stage: progress(share * 0.7, stage))
    progress(0.8, "goal")
    answer = trial.seek(dict(wanted))
    target = _place(goals.FOLDER, trial.country.code, "goal")
    with store.new_run(target) as folder:
        words = {language: list(Speaker(trial.country, language).answer(answer)) for language in LANGUAGES}
        store.write_document(folder, "answer.json", {"words": words, "wanted": wanted, **engine.told(answer)})
        store.write_document(folder, "territories.json", trial.country.territories_document())
        progress(0.98, "writing")
        store.write_manifest(folder, _told(trial.country, asked, author) | {"last_year": answer.goal.year})
    store.remove_unfinished(home() / goals.FOLDER)
    return target.name


def _read(trial: Trial, document: Mapping[str, str]) -> Scenario:
    return scenarios.from_text(document["text"], f"{document['key'] or 'scenario'}.yaml", trial.country)


def _keep(
    report: Report, document: Mapping[str, str], basis: Basis, author: str, still_wanted: Callable[[], None]
) -> str:
    """One comparison as a folder; returns its id. Nothing stays when `still_wanted` raises."""
    country, other = report.bench.country, report.other
    told = _told(country, basis, author) | {
        "key": document["key"],
        "last_year": report.bench.until,
        "title": asdict(other.title),
        "note": asdict(other.note or Names("", "", "")),
        "document": digest_of(document["text"]),
    }
    target = _place(comparisons.FOLDER, country.code, document["key"] or "scenario")
    with store.new_run(target) as folder:
        for name, table in report.tables().items():
            store.write_table(folder, name, table)
        store.write_document(folder, "definitions.json", {"indicators": engine.definitions(report)})
        store.write_document(folder, "territories.json", country.territories_document())
        store.write_document(folder, "scenario.json", report.settings())
        texts = {f"summary.{language}.txt": "\n".join(report.lines(language)) + "\n" for language in LANGUAGES}
        texts |= {comparisons.DOCUMENT: document["text"], "README.md": README.format(**told, name=other.title.en)}
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        still_wanted()
        store.write_manifest(folder, told)
    return target.name


def _told(country: CountryPack, basis: Basis, author: str) -> dict[str, Any]:
    """What every manifest of this room tells."""
    return {
        "country": country.code,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "author": author,
        "code_version": code_version(),
        "seed": basis.seed,
        "trajectories": basis.trajectories,
        "first_year": country.conventions.base_year,
        "horizon": basis.horizon,
        "inputs": [{"path": path, "sha256": digest} for path, digest in country.inputs()],
    }


def _place(folder: str, country: str, name: str) -> Path:
    return home() / folder / f"{country}-{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
