"""The questions put to a family: few, none of them personal, each with a plain answer to what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.countries.support.entitlements import LawBook
from qonys.countries.support.household import ABROAD, STATUSES, Application, Home, Household, Member, Move, Said
from qonys.office.planning.wording import places

MOST = 20  # of one kind in a family
AHEAD = timedelta(days=3 * 366)
# Ages that stand for their group: no day of birth is asked, since no amount depends on it.
ADULT, PUPIL, SMALL = 30, 10, 3

YES_NO: tuple[tuple[str, Promise], ...] = (("", _("I do not know yet")), ("yes", _("Yes")), ("no", _("No")))
HOMES: tuple[tuple[str, Promise], ...] = (
    ("", _("I do not know yet")),
    ("buy", _("Buy a home")),
    ("build", _("Build a home")),
    ("mortgage", _("Pay the down payment of a mortgage")),
)
NOT_A_DAY = _("Write the day as day, month, year, for example 02.03.2026.")
NOT_A_NUMBER = _("Write a whole number.")


class Day(forms.DateField):
    """A day, asked for with the calendar of the device; browsers send it as 2026-03-02."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        errors = {"required": _("Choose a day."), "invalid": NOT_A_DAY}
        super().__init__(widget=widget, input_formats=formats, error_messages=errors, **more)


def _count(label: Promise, least: int = 0, initial: int = 0) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "min": least, "max": MOST}
    errors = {
        "required": NOT_A_NUMBER,
        "invalid": NOT_A_NUMBER,
        "min_value": _("Write a number from %(limit_value)s on."),
        "max_value": _("Write a number up to %(limit_value)s."),
    }
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST,
        initial=initial,
        error_messages=errors,
        widget=forms.NumberInput(attrs=attrs),
    )


def _choice(label: Promise | str, choices: Iterable[tuple[str, Promise]], **more: Any) -> forms.ChoiceField:
    errors = {"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")}
    return forms.ChoiceField(label=label, choices=tuple(choices), error_messages=errors, **more)


class Questions(forms.Form):
    """Everything asked on one short page; the EXTRA questions may stay empty."""

    who = _choice(_("Who applies?"), (), widget=forms.RadioSelect)
    origin = _choice(_("Where do you live now?"), ())
    destination = _choice(_("Where do you want to move?"), ())
    on = Day(label=_("When?"))
    adults = _count(_("Adults, 18 and older"), least=1, initial=2)
    pupils = _count(_("Children from 6 to 17"))
    small = _count(_("Children under 6"))
    seeker = _choice("", YES_NO, required=False)
    registered = Day(required=False)
    before = _choice("", YES_NO, required=False)
    works = _choice("", YES_NO, required=False)
    rents = _choice("", YES_NO, required=False)
    home = _choice("", HOMES, required=False)
    price = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
        error_messages={"invalid": NOT_A_NUMBER, "min_value": _("Write a number from %(limit_value)s on.")},
    )
    graduated = Day(required=False)
    divorced = Day(required=False)

    ASKED = ("who", "origin", "destination", "on", "adults", "pupils", "small")
    EXTRA = ("seeker", "registered", "before", "works", "rents", "home", "price", "graduated", "divorced")

    def __init__(self, book: LawBook, data: Any = None) -> None:
        super().__init__(data, auto_id="%s", use_required_attribute=False)
        self.book = book
        self.fields["on"].initial = timezone.localdate()
        self.fields["who"].choices = [(each, self._words(each)) for each in STATUSES]  # type: ignore[attr-defined]
        for key in self.EXTRA:
            self.fields[key].label = self._words(key)
        units = places.by_name(book.territories.current)
        named = [(unit.code, places.name(unit.names)) for unit in units]
        first = ("", _("Choose"))
        self.fields["origin"].choices = [first, *named, (ABROAD, _("Abroad"))]  # type: ignore[attr-defined]
        receiving = self._receiving()
        groups = [
            (_("Take newcomers this year"), [each for each in named if each[0] in receiving]),
            (_("Other regions"), [each for each in named if each[0] not in receiving]),
        ]
        self.fields["destination"].choices = [first, *groups]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        first = self.book.law.first_day
        last = timezone.localdate() + AHEAD
        if not first <= day <= last:
            raise forms.ValidationError(
                _("Choose a day between %(first)s and %(last)s."), params={"first": first.year, "last": last.year}
            )
        return day

    def application(self) -> Application:
        """What the law is applied to, once the answers are valid."""
        told = self.cleaned_data
        head = Member(ADULT, "head", told["who"])
        others = [Member(ADULT, "other", told["who"])] * (told["adults"] - 1)
        children = [Member(PUPIL, "child", told["who"])] * told["pupils"]
        children += [Member(SMALL, "child", told["who"])] * told["small"]
        home = Home(told["home"], told["price"]) if told["home"] else None
        said = Said(
            job_seeker=_yes(told["seeker"]),
            registered_since=told["registered"],
            graduated_on=told["graduated"],
            divorced_on=told["divorced"],
            included_before=_yes(told["before"]),
            works=_yes(told["works"]),
            rents=_yes(told["rents"]),
            home=home,
        )
        move = Move(told["on"], told["origin"], told["destination"])
        return Application(Household((head, *others, *children)), move, said)

    def _words(self, key: str) -> str:
        """The country asks in its own words: its statuses and programmes are not those of another."""
        return places.name(self.book.law.question(key).names)

    def _receiving(self) -> set[str]:
        """Regions with a quota of either kind in the newest year that has one by region."""
        dated = [each for each in self.book.quotas if each.lines and each.stream in self.book.law.streams]
        newest = max((each.year for each in dated), default=0)
        return {code for each in dated if each.year == newest for code in each.lines}


def _yes(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)
