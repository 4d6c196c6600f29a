"""Filling a lot: the filter of the packing floor, and piles of fruit that are ticked, typed or named by ticket."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, LineField, TextField
from growers.models import Grade
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason, Verdict
from growers.wording import sentence
from harvests.forms.lots import DAY, Choice
from harvests.models import Lot
from harvests.queries.lot_floor import USUAL_DAYS, Floor, loads_of_tickets
from harvests.queries.lots import grades_taken
from harvests.rules.lots import MOST_TAKES, read_ticket

PLACES = {"lot_ticket_not_found": "tickets"}
MOST_LOST = 10  # tickets not found that are named
MOST_REASONS = 20
DAYS = ((USUAL_DAYS, _("7 days")), (30, _("30 days")), (92, _("92 days")))


class FloorFilter(FilterForm):
    """Which free fruit is shown."""

    day = DayField(label=_("Day"), required=False, widget=DAY)
    days = forms.TypedChoiceField(
        label=_("Harvested within"), required=False, coerce=int, choices=DAYS, empty_value=USUAL_DAYS
    )
    grade = forms.ModelChoiceField(Grade.objects.none(), label=_("Grade"), required=False, empty_label=_("all"))
    household = LineField(label=_("Household"), required=False, max_length=80, widget=forms.TextInput({"size": 14}))
    code = LineField(label=_("Planting area code"), required=False, max_length=40, widget=forms.TextInput({"size": 14}))
    newest = forms.BooleanField(label=_("Newest first"), required=False)

    def __init__(self, lot: Lot, data):
        super().__init__(lot.cooperative, data)
        self.fields["grade"].queryset = grades_taken(lot)

    @property
    def facts(self) -> dict:
        known = super().facts
        return {**known, "days": known.get("days") or USUAL_DAYS}


class FillForm(SeatedForm):
    """What is taken into a lot: ticked piles and tickets, typed kilograms, pasted ticket numbers."""

    save_label = _("Take in")
    tickets = TextField(
        label=_("Ticket numbers"), required=False, max_length=8000, widget=forms.Textarea({"rows": 2}),
        help_text=_("All that is free of these tickets: 063 for the pack day, 250907-014 for another."),
    )  # fmt: skip
    reason = LineField(label=_("Reason, where a code is above its soft cap"), required=False, max_length=200)

    def __init__(self, seat: Seat, lot: Lot, floor: Floor, *args, **kwargs):
        self.lot, self.floor, self.pasted = lot, floor, {}
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.lot.pk}"

    def add_verdict(self, verdict: Verdict, fields: dict[str, str] | None = None) -> None:
        """Show the first reasons of a long refusal: the others are of the same kind."""
        unknown = max(0, MOST_REASONS - len(verdict.refused))
        super().add_verdict(Verdict(verdict.refused[:MOST_REASONS], verdict.unknown[:unknown]), fields)

    @cached_property
    def choices(self) -> list[Choice]:
        """The piles of the floor with what was typed for each; a ticked ticket ticks all its piles."""
        whole = set(self.data.getlist("ticket")) if hasattr(self.data, "getlist") else set()
        return [
            Choice(self.data, pile.key, pile.free_g, pile, ticked=str(pile.row["record"]) in whole)
            for pile in self.floor.piles
        ]

    def clean_tickets(self) -> str:
        typed = self.cleaned_data["tickets"]
        words = [*filter(None, re.split(r"[\s,;]+", typed))]
        if len(words) > MOST_TAKES:
            raise ValidationError(sentence(Reason("lot_too_many_chosen", {"most": MOST_TAKES})))
        meant: dict[str, tuple[dt.date, int] | None] = {word: read_ticket(word, self.lot.packed_on) for word in words}
        known = {ticket for ticket in meant.values() if ticket}
        self.pasted = loads_of_tickets(self.seat.cooperative, known) if known else {}
        if lost := [word for word, ticket in meant.items() if ticket not in self.pasted]:
            reasons = [Reason("lot_ticket_not_found", {"typed": word[:40]}) for word in lost[:MOST_LOST]]
            raise ValidationError([ValidationError(sentence(reason), reason.code) for reason in reasons])
        return typed

    def clean(self):
        facts = super().clean()
        for choice in self.choices:
            if choice.error:
                self.add_error(None, ValidationError(choice.error))
        gone = {name for name in self.data if name.startswith("kg-") and str(self.data[name]).strip()}
        gone |= {f"kg-{key}" for key in (self.data.getlist("take") if hasattr(self.data, "getlist") else ())}
        if gone - {f"kg-{choice.key}" for choice in self.choices}:
            self.add_error(None, ValidationError(sentence(Reason("lot_input_unknown")), "lot_input_unknown"))
        return facts

    @property
    def facts(self) -> dict:
        """What an action takes; a pile that was typed counts as typed, whatever else names it."""
        if "reason" not in self.cleaned_data:
            return {}
        takes = {key: free for loads in self.pasted.values() for key, free in loads}
        for choice in self.choices:
            if choice.grams is not None:
                takes |= dict(choice.row.first(choice.grams))
        return {"takes": sorted(takes.items()), "reason": self.cleaned_data["reason"]}
