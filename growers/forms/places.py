"""Choosing where: the commune of a row, in the own province or elsewhere, and the place that narrows a list."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from growers.forms.base import RowForm, SortedFilter
from growers.forms.fields import LineField
from growers.models import Commune
from growers.queries.communes import MANY, communes_named, communes_near
from growers.queries.seats import Seat


class PlacedForm(RowForm):
    """A row with a commune: chosen from the co-operative's province, or any other by its name."""

    commune_elsewhere = LineField(
        label=_("or a commune of another province"),
        required=False,
        max_length=120,
        help_text=_("Name, or name and province with a comma between: Lục Ngạn, Bắc Ninh"),
    )

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        field = self.fields["commune"]
        field.required = False  # asked for in clean(), for it may be named beside
        field.queryset = communes_near(seat.cooperative.commune.province_code, self.instance.commune_id)

    def clean(self):
        facts = super().clean()
        named = facts.get("commune_elsewhere")
        if named:
            facts["commune"] = self._named(named)
        elif not facts.get("commune") and "commune" not in self.errors:
            facts["commune"] = self.usual_commune(facts)
            if facts["commune"] is None:
                self.add_error("commune", _("Choose the commune, or name one of another province."))
        return facts

    def usual_commune(self, facts: dict) -> Commune | None:
        """The commune of a row for which none was chosen."""
        return None

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "commune_elsewhere"}

    def _named(self, text: str) -> Commune | None:
        found = communes_named(text)
        if len(found) == 1:
            return found[0]
        if not found:
            problem = gettext("No commune is called “%(typed)s”.") % {"typed": text}
        else:
            names = "; ".join(str(commune) for commune in found[:MANY])
            problem = gettext("Several communes may be meant: %(names)s. Add the province.") % {"names": names}
        self.add_error("commune_elsewhere", problem)
        return None


class PlaceFilter(SortedFilter):
    """Narrows a list to a commune or a village where the co-operative has something; `places` names them all."""

    commune = forms.TypedChoiceField(label=_("Commune or ward"), required=False, coerce=int, empty_value=None)
    village = forms.ChoiceField(label=_("Village"), required=False)

    def __init__(self, coop, data, places: list[tuple[int, str, str]]):
        super().__init__(coop, data)
        communes = {key: name for key, name, _village in places}
        villages = sorted({village for _key, _name, village in places if village})
        self.offer("commune", communes.items())
        self.offer("village", ((village, village) for village in villages))
