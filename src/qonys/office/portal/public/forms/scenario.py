"""A scenario as it is written on the page: plain levers, a document with all levers, or both."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries import scenarios
from qonys.countries.outline import Outline
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.scenario import Scenario
from qonys.engines.vocabulary.territory import Names
from qonys.office.portal.public.forms import in_our_words, mistakes
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
        in_our_words(self.head)

    @property
    def groups(self) -> Iterator[tuple[Lever, list[Lever], bool]]:
        """Of each kind the first row, the others, and whether one of those is in use."""
        for first, *others in self.levers:
            yield first, others, any(row.used for row in others)

    def read(self) -> tuple[Scenario, str] | None:
        """The scenario and the text to keep; None where something is wrong."""
        rows = [row for rows in self.levers for row in rows]
        sound = all([self.head.is_valid(), *(row.is_valid() for row in rows)])
        written = self._written()
        if written is None or not sound:
            return None
        scenario = self._together(written, rows)
        if self.head.errors:
            return None
        if scenario == written:
            return written, self.head.cleaned_data["document"]  # as it was typed, with its comments
        return scenario, scenarios.as_text(scenario)

    def _written(self) -> Scenario | None:
        """What the document says; checked even where something else is wrong, so that all is told at once."""
        try:
            return scenarios.from_text(self.head.cleaned_data.get("document", ""), FILE, self.country)
        except BadInput as letter:
            self.head.add_error("document", str(letter))
            return None

    def _together(self, written: Scenario, rows: list[Lever]) -> Scenario:
        """The document and the rows under the name that was typed; mistakes go to the head of the form."""
        told, scenario = self.head.cleaned_data, written
        try:
            scenario = scenarios.together(written, scenarios.filled(self._content(rows), _("the rows above")))
        except BadInput as letter:
            self.head.add_error("document", str(letter))
        if not any(scenario.levers()):
            self.head.add_error(None, _("Nothing is changed yet: fill in one row at least, or write a document."))
        if not told["title"] and written.title in UNNAMED:
            self.head.add_error("title", _("Give the scenario a name."))
        return _called(scenario, told.get("title", ""), told.get("note", ""))

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
    """The scenario under the name and note that were typed, in whatever language; one it bears already stays."""
    typed = {"title": title.strip(), "note": note.strip()}
    new = {entry: text for entry, text in typed.items() if text and text not in _texts(getattr(scenario, entry))}
    return dataclasses.replace(scenario, **{entry: Names(text, text, text) for entry, text in new.items()})


def _texts(names: Names | None) -> tuple[str, ...]:
    return (names.kk, names.ru, names.en) if names else ()
