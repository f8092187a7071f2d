"""What a commission writes: a new round, an edit of one family; and the wishes of a family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases import law
from qonys.office.casework.placement import selectors
from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.services import MOST_WISHES
from qonys.office.casework.placement.states import Deed
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.planning.wording.places import by_name, name
from qonys.office.portal.public.forms import in_our_words
from qonys.office.portal.public.questions import Day

FIRST = ("", _("Choose"))
OFFERED = 600  # territories to choose from


def named(places: Any) -> list[tuple[str, str]]:
    return [(each.pk, name(each.names)) for each in by_name(places)]


class RoundForm(forms.Form):
    procedure = forms.ChoiceField(label=_("Procedure"))
    territory = forms.ChoiceField(label=_("Where"))
    day = Day(label=_("By which day everything must be ready"))

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        in_our_words(self)
        self.places = {each.pk: each for each in selectors.territories(account)[:OFFERED]}
        self.fields["territory"].choices = [FIRST, *named(self.places.values())]  # type: ignore[attr-defined]
        kinds = [(key, name(each.names.names)) for key, each in law.procedures().items() if each.stream]
        self.fields["procedure"].choices = [FIRST, *kinds]  # type: ignore[attr-defined]

    @property
    def where(self) -> Territory:
        return self.places[self.cleaned_data["territory"]]


class EditForm(forms.Form):
    deed = forms.ChoiceField(label=_("What to change"), choices=[FIRST, *Deed.choices])
    place = forms.ChoiceField(label=_("Place"), required=False)
    reason = forms.CharField(label=_("Why: it stays with the round"), max_length=300)

    def __init__(self, found: Round, data: Any = None) -> None:
        super().__init__(data)
        in_our_words(self)
        self.fields["place"].choices = [FIRST, *named(selectors.places_of(found))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("deed") == Deed.LEAVE:
            told["place"] = ""
        return told


class WishForm(forms.Form):
    """Up to three places, the first choice first."""

    def __init__(self, places: list[Territory], chosen: list[str], data: Any = None) -> None:
        super().__init__(data, initial={f"wish{rank}": path for rank, path in enumerate(chosen, start=1)})
        labels = (_("First choice"), _("Second choice"), _("Third choice"))
        for rank in range(1, MOST_WISHES + 1):
            choices = [FIRST, *named(places)]
            self.fields[f"wish{rank}"] = forms.ChoiceField(label=labels[rank - 1], choices=choices, required=False)
        in_our_words(self)

    @property
    def paths(self) -> list[str]:
        return [self.cleaned_data[f"wish{rank}"] for rank in range(1, MOST_WISHES + 1)]
