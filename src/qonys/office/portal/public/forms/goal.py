"""A goal as a form: where, what, by when, and how people come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries.outline import Outline
from qonys.office.planning.forecasts.selectors import Indicator
from qonys.office.planning.wording.places import by_name, name
from qonys.office.portal.public.forms import in_our_words
from qonys.office.portal.public.forms.levers import Place, Year

GOALS = ("working_age", "population", "school_age", "preschool_age", "old_age_dependency")
WAYS = (
    ("kandas", gettext_lazy("kandas from abroad")),
    ("relocation", gettext_lazy("resettlers from another region")),
    ("labour", gettext_lazy("foreign workers for some years")),
)
SIDES = (("at_least", gettext_lazy("at least")), ("at_most", gettext_lazy("at most")))
BY = 2040


class GoalForm(forms.Form):
    territory = forms.ChoiceField(label=gettext_lazy("Where"))
    indicator = forms.ChoiceField(label=gettext_lazy("What shall keep its level"))
    side = forms.ChoiceField(label=gettext_lazy("It shall be"), choices=SIDES)
    level = forms.FloatField(
        label=gettext_lazy("Level to keep"),
        required=False,
        help_text=gettext_lazy("Left empty: that of the base year."),
    )
    year = Year(label=gettext_lazy("On 1 January"))
    way = forms.ChoiceField(label=gettext_lazy("Who comes"), choices=WAYS)
    origin = Place(label=gettext_lazy("Resettlers leave"), required=False)
    author = forms.CharField(label=gettext_lazy("Your name or office"), max_length=80)

    def __init__(
        self, country: Outline, last: int, known: Mapping[str, Indicator], data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, use_required_attribute=False, initial={"year": min(BY, last), **(initial or {})})
        in_our_words(self)
        nation, units = country.lists.nation, by_name(country.current)
        self.fields["territory"].choices = [(each.code, name(each.names)) for each in (*units, nation)]
        self.fields["indicator"].choices = [(key, name(known[key].name)) for key in GOALS if key in known]
        base = country.conventions.base_year
        self.fields["year"].choices = [(str(year), str(year)) for year in range(base + 2, last + 1)]
        self.fields["origin"].offer(country, last)
        self._nation = nation.code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = self.cleaned_data
        if told.get("way") == "relocation":
            if told.get("territory") == self._nation:
                self.add_error("way", _("Resettlers stay within the country: choose a region, or kandas."))
            elif not told.get("origin"):
                self.add_error("origin", _("Choose the region the resettlers leave."))
            elif told["origin"] == told.get("territory"):
                self.add_error("origin", _("Choose another region than the one people leave."))
        return told

    @staticmethod
    def begun(parameters: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with, from what a job was asked for."""
        wanted = parameters["wanted"]
        side = "at_least" if wanted["at_least"] else "at_most"
        return {**wanted, "side": side, "author": parameters["author"]}

    @property
    def wanted(self) -> dict[str, Any]:
        """The goal in the words of `qonys scenario seek`."""
        told = self.cleaned_data
        plain = {name: told[name] for name in ("territory", "indicator", "year", "way", "level")}
        origin = told["origin"] if told["way"] == "relocation" else ""
        return {**plain, "origin": origin, "at_least": told["side"] == "at_least"}
