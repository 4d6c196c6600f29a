"""The form of a price board: one cell for each grade and channel, filled in from the board in force."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm
from growers.forms.fields import DongField, LineField, MomentField, PercentField
from growers.models import Commodity, Grade
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import BoardPrice
from harvests.queries.prices import Prices, moment_taken, priced_grades, tickets_priced_since
from harvests.rules.prices import Band, judge_board, judge_price

CHANNELS = BoardPrice.Channel.choices
PLACES = {"board_taken": "valid_from", "board_moment_unlikely": "valid_from", "shrink_too_high": "shrink_bp"}


class BoardForm(SeatedForm):
    """Prices from a moment on; an unusual price or a moment already passed is asked about once."""

    save_label = _("Announce")
    valid_from = MomentField(label=_("Valid from"), required=False, help_text=_("empty: now; or 05:00 08/09/2025"))
    shrink_bp = PercentField(label=_("Published shrink allowance, %"), required=False)
    note = LineField(label=_("Note for the growers"), required=False, max_length=200)
    confirm = forms.BooleanField(label=_("I looked at what is marked: announce it all the same"), required=False)

    def __init__(self, seat: Seat, commodity: Commodity, known: Prices, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.commodity, self.grades = commodity, priced_grades(commodity)
        self.warned = False
        self.fields["valid_from"].widget.attrs["placeholder"] = _("now")
        for grade in self.grades:
            for channel, label in CHANNELS:
                price, floor = known.get((grade.pk, channel), (None, None))
                self.fields[f"price-{grade.code}-{channel}"] = _cell(f"{grade.name}, {label}", price)
                self.fields[f"floor-{grade.code}-{channel}"] = _cell(
                    format_lazy("{}, {}, {}", grade.name, label, _("floor price")), floor
                )

    @property
    def helper(self) -> FormHelper:
        """The cells stand in a table of their own; the tick is shown once there is something to confirm."""
        helper = super().helper
        names = ["token", "valid_from", "shrink_bp", "note", *(["confirm"] if self.warned else [])]
        helper.layout = Layout(*names)
        return helper

    @property
    def tables(self) -> list[dict]:
        """The cells as the template lays them out: prices, then floors, a row for each grade."""
        return [
            {
                "kind": kind,
                "rows": [
                    {"grade": grade.name, "cells": [self[f"{kind}-{grade.code}-{code}"] for code, _label in CHANNELS]}
                    for grade in self.grades
                ],
                "filled": any(
                    self[f"{kind}-{g.code}-{code}"].value() for g in self.grades for code, _label in CHANNELS
                ),
            }
            for kind in ("price", "floor")
        ]

    @property
    def channels(self) -> list:
        return [label for _code, label in CHANNELS]

    def clean(self):
        facts = super().clean()
        prices: dict[tuple[Grade, str], tuple[int, int | None]] = {}
        doubts: list[tuple[str, Reason]] = []
        for grade in self.grades:
            for channel, _label in CHANNELS:
                self._clean_cell(grade, channel, prices, doubts)
        now = clock.now()
        facts["valid_from"] = facts.get("valid_from") or now.replace(microsecond=0)
        facts["shrink_bp"] = facts.get("shrink_bp") or 0
        facts["prices"] = prices
        if "valid_from" not in self.errors:
            doubts += self._clean_board(facts, now)
        self.warned = bool(doubts)
        if doubts and not facts.get("confirm"):
            for name, reason in doubts:
                self.add_error(name, sentence(reason))
            self.add_error("confirm", _("Tick here if it is meant so."))
        return facts

    def _clean_cell(self, grade: Grade, channel: str, prices: dict, doubts: list) -> None:
        name = f"{grade.code}-{channel}"
        price, floor = self.cleaned_data.get(f"price-{name}"), self.cleaned_data.get(f"floor-{name}")
        if {f"price-{name}", f"floor-{name}"} & self.errors.keys():
            return
        verdict = judge_price(price, floor, Band(grade.band_low_vnd, grade.band_high_vnd))
        for reason in verdict.refused:
            self.add_error(f"{reason.code.partition('_')[0]}-{name}", sentence(reason))
        doubts += [(f"{reason.code.partition('_')[0]}-{name}", reason) for reason in verdict.warnings]
        if price is not None:
            prices[grade, channel] = (price, floor)

    def _clean_board(self, facts: dict, now) -> list[tuple[str, Reason]]:
        coop, moment = self.seat.cooperative, facts["valid_from"]
        cells_wrong = any(name.startswith(("price-", "floor-")) for name in self.errors)
        verdict = judge_board(
            moment,
            now=now,
            empty=not facts["prices"] and not cells_wrong,
            taken=moment_taken(coop, self.commodity, moment),
            tickets=tickets_priced_since(coop, self.commodity, moment) if moment < now else 0,
            shrink_bp=facts["shrink_bp"],
        )
        self.add_verdict(verdict, PLACES)
        return [("valid_from", reason) for reason in verdict.warnings]

    @property
    def facts(self) -> dict:
        return {name: super(BoardForm, self).facts.get(name) for name in ("valid_from", "shrink_bp", "note", "prices")}


def _cell(label, initial) -> DongField:
    field = DongField(label=label, price=True, required=False, initial=initial)
    field.widget.attrs |= {"class": "form-control", "aria-label": label, "data-price": ""}
    return field
