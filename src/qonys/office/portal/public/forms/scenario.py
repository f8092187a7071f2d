"""A scenario as it is written on the page: plain levers, a document with all levers, or both."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries import scenarios
from qonys.countries.outline import Outline
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.scenario import Scenario
from qonys.engines.vocabulary.territory import Names
from qonys.office.portal.public.forms import mistakes
from qonys.office.portal.public.forms.levers import LEVERS, Content, Lever

LONGEST = 50_000  # letters of a document
FILE = "scenario.yaml"  # what letters call the document
UNNAMED = (Scenario().title, Names("scenario", "scenario", "scenario"))  # a document without a title


class Head(forms.Form):
    """What a scenario is called, who asks, and the document."""

    title = forms.CharField(label=gettext_lazy("Name of the scenario"), max_length=120, required=False)
    note = forms.CharField(
        label=gettext_lazy("What is tried, and where its sizes come from"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    author = forms.CharField(label=gettext_lazy("Your name or office"), max_length=80)
    document = forms.CharField(
        label=gettext_lazy("Document (YAML)"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
    )


class Draft:
    """All fields of the page. `read` gives the scenario with its document, or fills `mistakes`."""

    def __init__(self, country: Outline, last: int, data: Any = None, initial: Mapping[str, str] | None = None) -> None:
        self.country = country
        self.head = Head(data, initial=initial, use_required_attribute=False)
        self.levers = [[kind(country, last, data, number) for number in range(kind.rows)] for kind in LEVERS]
        self.letter = ""

    @property
    def title(self) -> BoundField:
        return self.head["title"]

    def read(self) -> tuple[Scenario, str] | None:
        """The scenario and the text to keep; None where something is wrong."""
        rows = [row for rows in self.levers for row in rows]
        if not all([self.head.is_valid(), *(row.is_valid() for row in rows)]):
            return None
        told = self.head.cleaned_data
        try:
            written = scenarios.from_text(told["document"], FILE, self.country)
            scenario = scenarios.together(written, scenarios.filled(self._content(rows), _("the fields above")))
        except BadInput as letter:
            self.letter = str(letter)
            self.head.add_error("document", self.letter)
            return None
        named = written.title not in UNNAMED
        if not any(scenario.levers()):
            self.head.add_error(None, _("Nothing is changed yet: fill in one row at least, or write a document."))
        if not told["title"] and not named:
            self.head.add_error("title", _("Give the scenario a name."))
        if self.head.errors:
            return None
        if any(row.content for row in rows) or told["title"] or told["note"] or not named:
            scenario = _called(scenario, told["title"], told["note"])
            return scenario, scenarios.as_text(scenario)
        return scenario, told["document"]

    def _content(self, rows: list[Lever]) -> Content:
        """The plain levers as a document tells them."""
        content: Content = {}
        for row in rows:
            if (lever := row.content) is None:
                continue
            if row.kind == "fertility":
                content[row.kind] = lever
            else:
                content.setdefault(row.kind, []).append(lever)
        return content

    @property
    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Field id, label and message of everything wrong, for the summary."""
        return mistakes((self.head, *(row for rows in self.levers for row in rows)))


def _called(scenario: Scenario, title: str, note: str) -> Scenario:
    """The scenario under the name and note that were typed, in whatever language."""
    named = {"title": Names(title, title, title)} if title else {}
    noted = {"note": Names(note, note, note)} if note else {}
    return dataclasses.replace(scenario, **named, **noted)
