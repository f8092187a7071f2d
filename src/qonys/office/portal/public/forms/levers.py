"""The levers people reach for most, as rows of plain fields; the document has all of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.countries.outline import Outline
from qonys.office.planning.outcomes import selectors as outcomes
from qonys.office.planning.wording.places import by_name, name
from qonys.office.portal.public.forms import in_our_words

Content = dict[str, Any]  # a lever as a document tells it


class Place(forms.ChoiceField):
    """One of the country's territories."""

    def offer(self, country: Outline, last: int) -> None:
        units = [(unit.code, name(unit.names)) for unit in by_name(country.current)]
        self.choices = [("", "–"), *units]


class Year(forms.TypedChoiceField):
    """A calendar year in which policy can act."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **more)

    def offer(self, country: Outline, last: int) -> None:
        years = range(country.conventions.base_year, last + 1)
        self.choices = [("", "–"), *((str(year), str(year)) for year in years)]


class Lever(forms.Form):
    """One row; a row left empty is no lever."""

    kind: ClassVar[str]
    title: ClassVar[Promise]
    help: ClassVar[Promise]
    rows: ClassVar[int] = 3

    def __init__(self, country: Outline, last: int, data: Any, number: int) -> None:
        super().__init__(data, prefix=f"{self.kind}-{number}", empty_permitted=True, use_required_attribute=False)
        in_our_words(self)
        for field in self.fields.values():
            if isinstance(field, Place | Year):
                field.offer(country, last)

    def clean(self) -> Content:
        told: Content = self.cleaned_data
        if told.get("until") and told.get("since") and told["until"] < told["since"]:
            self.add_error("until", _("This year comes before the first one."))
        if told.get("origin") and told["origin"] == told.get("destination"):
            self.add_error("destination", _("Choose another region than the one people leave."))
        return told

    @property
    def used(self) -> bool:
        """Something was written here."""
        return self.is_bound and self.has_changed()

    @property
    def content(self) -> Content | None:
        """The lever; None where the row was left empty."""
        return self.lever(self.cleaned_data) if self.cleaned_data else None

    def lever(self, told: Content) -> Content:
        raise NotImplementedError


def growing(told: Content, value: float) -> dict[int, float]:
    """Nothing in the first year, all of it from the last year on, a straight line between."""
    return {told["since"]: 0, told["until"]: value} if told["until"] > told["since"] else {told["since"]: value}


def lasting(told: Content, value: float) -> dict[int, float]:
    """The same every year, without end where no last year is given."""
    last = told["until"]
    return {told["since"]: value} | ({last: value, last + 1: 0} if last else {})


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most)


FROM, FULLY, LAST = gettext_lazy("From year"), gettext_lazy("Complete by"), gettext_lazy("Last year, if it ends")


class Fertility(Lever):
    kind = "fertility"
    title = gettext_lazy("Births per woman")
    help = gettext_lazy("More or fewer than in the baseline, as an assumption: what would bring it about is left open.")
    rows = 1
    percent = forms.FloatField(label=gettext_lazy("Change, %"), min_value=-90, max_value=500)
    since = Year(label=FROM)
    until = Year(label=FULLY)

    def lever(self, told: Content) -> Content:
        return {"change_percent": growing(told, told["percent"])}


class Kandas(Lever):
    kind = "kandas"
    title = gettext_lazy("Kandas invited on top of today's flow")
    help = gettext_lazy("Without a region they settle as immigrants do today.")
    territory = Place(label=gettext_lazy("Region"), required=False)
    persons = _number(gettext_lazy("Persons a year"), 1_000_000)
    since = Year(label=FROM)
    until = Year(label=LAST, required=False)

    def lever(self, told: Content) -> Content:
        shares = {"shares": {told["territory"]: 1.0}} if told["territory"] else {}
        return {"persons": lasting(told, told["persons"]), **shares}


def measured_retention() -> Content:
    """Who stays, as the registers have it, once families were followed for five years; else what the lever assumes.

    It is written into the scenario, so that the same document gives the same bytes when more has been learned.
    """
    found = outcomes.latest()
    shares = found.retention_for_scenarios() if found else None
    return {"retention": [round(share, 4) for share in shares]} if shares else {}


class Resettlement(Lever):
    kind = "relocation"
    title = gettext_lazy("Resettlement between regions")
    help = gettext_lazy("Places a programme offers every year; not all are taken up, and some people go back.")
    origin = Place(label=gettext_lazy("Leaving"))
    destination = Place(label=gettext_lazy("Moving to"))
    persons = _number(gettext_lazy("Persons a year"), 1_000_000)
    since = Year(label=FROM)
    until = Year(label=LAST, required=False)

    def lever(self, told: Content) -> Content:
        places = {"origin": told["origin"], "destination": told["destination"]}
        return {**places, "persons": lasting(told, told["persons"]), **measured_retention()}


class Jobs(Lever):
    kind = "growth_points"
    title = gettext_lazy("Growth point: new jobs")
    help = gettext_lazy("Jobs beyond what is usual, counted together; they draw people from other regions.")
    rows = 2
    territory = Place(label=gettext_lazy("Region"))
    jobs = _number(gettext_lazy("Jobs in all"), 10_000_000)
    since = Year(label=FROM)
    until = Year(label=FULLY)

    def lever(self, told: Content) -> Content:
        return {"territory": told["territory"], "jobs": growing(told, told["jobs"])}


class Homes(Lever):
    kind = "housing"
    title = gettext_lazy("Housing")
    help = gettext_lazy("Homes beyond what is usual, as the number of people who can live in them, counted together.")
    rows = 2
    territory = Place(label=gettext_lazy("Region"))
    places = _number(gettext_lazy("People housed in all"), 10_000_000)
    since = Year(label=FROM)
    until = Year(label=FULLY)

    def lever(self, told: Content) -> Content:
        return {"territory": told["territory"], "places": growing(told, told["places"])}


LEVERS: tuple[type[Lever], ...] = (Fertility, Kandas, Resettlement, Jobs, Homes)
