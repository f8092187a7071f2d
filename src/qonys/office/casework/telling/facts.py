"""What the blanks of a notice are filled with. Never a name of a person: a notice may be read over a shoulder."""

from __future__ import annotations

from collections.abc import Iterable

from qonys.countries.procedures.law import Version
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.cases import law
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.notices.templates import LONGEST, TEMPLATES

ANYTHING = Names("сұраққа жауап", "ответ на вопрос", "an answer to a question")


def facts(case: Case, line: Line, template: str) -> dict[str, object]:
    told: dict[str, object] = {"number": case.number}
    if "until" in TEMPLATES[template].facts:
        told["until"] = line.payload["due"]
    if "document" in TEMPLATES[template].facts:
        wanted = line.payload.get("papers") or filter(None, [line.payload.get("paper")])
        told["document"] = _papers(law.version(case.procedure, case.version), wanted)
    return told


def _papers(version: Version, wanted: Iterable[str]) -> Names:
    names = [version.paper(key).names.names for key in wanted] or [ANYTHING]
    return Names(*(_listed(getattr(each, language) for each in names) for language in ("kk", "ru", "en")))


def _listed(names: Iterable[str]) -> str:
    whole = "; ".join(names)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
