"""The lines of an order as they are typed: a few rows to fill in, of which empty ones do not count."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from coopsite.formats import parsing, showing
from growers.forms.base import SeatedForm
from growers.forms.fields import KgField, LineField, TypedField, WholeField
from growers.models import Grade
from growers.rules.verdicts import Reason, Verdict
from growers.wording import sentence
from harvests.models import OrderLine, TraderOrder
from harvests.rules.order_lines import judge_price, settle

PLACES = {
    "line_amount_missing": "ordered_g",
    "line_amount_not_positive": "ordered_g",
    "line_amount_too_large": "ordered_g",
    "line_pack_missing": "pack_g",
    "line_pack_unlikely": "pack_g",
    "line_cartons_do_not_fit": "ordered_g",
    "line_cartons_not_whole": "cartons",
    "line_price_unlikely": "price_minor",
    "line_grade_missing": "grade",
    "line_grade_of_other_crop": "grade",
}
MOST_LINES = 40
SPARE_LINES = 4
TYPED = ("grade", "size", "pack_g", "cartons", "ordered_g", "price_minor")
DOLLAR_MARKS = ("$", "usd", "us")
MOST_CENTS = 10**9


class PriceField(TypedField):
    """A price in the order's currency: "18k" or "18.500" dong, "1,25" dollars; cleaned to dong or cents."""

    currency = TraderOrder.Currency.VND

    def read(self, text):
        if self.currency != TraderOrder.Currency.USD:
            return parsing.parse_dong(text, price=True)
        plain = text.lower().removesuffix("/kg").strip()
        for mark in DOLLAR_MARKS:
            plain = plain.removeprefix(mark).removesuffix(mark).strip()
        if "%" in plain:
            raise parsing.Unreadable("not_a_number")
        # Hundredths of a number with two decimals at most: of one percent as of one dollar.
        return parsing.parse_percent_bp(plain, maximum=MOST_CENTS)

    def show(self, value):
        if self.currency != TraderOrder.Currency.USD:
            return showing.dong_input(value, price=True)
        return showing.percent_input(value)


class OrderLineForm(forms.Form):
    """One row: either of cartons and kilograms may be left to the other."""

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    size = LineField(label=_("Size"), required=False, max_length=40)
    pack_g = KgField(label=_("Kg per carton"), required=False, decimals=2)
    cartons = WholeField(label=_("Cartons"), required=False)
    ordered_g = KgField(label=_("Kilograms"), required=False, decimals=2)
    price_minor = PriceField(label=_("Price per kg"), required=False)

    add_verdict = SeatedForm.add_verdict

    def __init__(self, *args, grades: list[Grade], currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.grades = {str(grade.pk): grade for grade in grades}
        self.fields["grade"].choices = [("", "–"), *_by_crop(grades)]
        self.fields["price_minor"].currency = currency
        for name, field in self.fields.items():
            shape = "form-select" if name == "grade" else "form-control"
            field.widget.attrs |= {"class": shape, "aria-describedby": f"{self[name].auto_id}_wrong"}

    @property
    def is_blank(self) -> bool:
        """Nothing was typed: the row is spare, or its line was taken out."""
        return not any(str(self[name].value() or "").strip() for name in TYPED)

    def clean(self):
        facts = super().clean()
        if self.is_blank:
            return facts
        if not self.errors.keys() & {"pack_g", "cartons", "ordered_g"}:
            quantity, verdict = settle(facts.get("pack_g"), facts.get("cartons"), facts.get("ordered_g"))
            self.add_verdict(verdict, PLACES)
            if quantity:
                facts |= {name: getattr(quantity, name) for name in ("pack_g", "cartons", "ordered_g")}
        if not facts.get("grade") and "grade" not in self.errors:
            self.add_verdict(Verdict.because("line_grade_missing"), PLACES)
        self.add_verdict(judge_price(self.fields["price_minor"].currency, facts.get("price_minor")), PLACES)
        return facts

    @property
    def crop(self) -> int | None:
        """The key of the crop that the chosen grade belongs to."""
        grade = self.grades.get(self.cleaned_data.get("grade") or "")
        return grade and grade.commodity_id

    @property
    def facts(self) -> dict:
        """What an action takes."""
        return {**{name: self.cleaned_data[name] for name in TYPED}, "grade": self.grades[self.cleaned_data["grade"]]}


class BaseOrderLines(BaseFormSet):
    """All rows of an order."""

    def clean(self):
        if not any(self.errors) and not self.filled:
            raise ValidationError(sentence(Reason("order_without_lines")), code="order_without_lines")

    @property
    def filled(self) -> list[OrderLineForm]:
        return [form for form in self.forms if not form.is_blank]

    @property
    def facts(self) -> list[dict]:
        return [form.facts for form in self.filled]

    def judge_crop(self, commodity_id: int) -> bool:
        """Point out grades of another crop than the order's; True when there is none."""
        strange = [form for form in self.filled if form.crop not in (None, commodity_id)]
        for form in strange:
            form.add_verdict(Verdict.because("line_grade_of_other_crop"), PLACES)
        return not strange


OrderLines = formset_factory(
    OrderLineForm, formset=BaseOrderLines, extra=SPARE_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES + 1,
    validate_max=True,
)  # fmt: skip


def as_typed(lines: list[OrderLine]) -> list[dict]:
    """Stored lines as the first values of rows."""
    return [{**{name: getattr(line, name) for name in TYPED}, "grade": line.grade_id} for line in lines]


def told(lines: list[dict], currency: str) -> str:
    """Lines in words, for comparing two versions of them: "Grade 1, 936 × 20,5 kg, 18.000 đ"."""
    price = showing.usd if currency == TraderOrder.Currency.USD else showing.dong
    words = []
    for line in lines:
        amount = showing.kg_unit(line["ordered_g"], least=0)
        if line["pack_g"] and line["cartons"]:
            amount = f"{showing.count(line['cartons'])} × {showing.kg_unit(line['pack_g'], least=0)}"
        parts = [str(line["grade"]), line["size"], amount]
        if line["price_minor"] is not None:
            parts.append(price(line["price_minor"]))
        words.append(", ".join(part for part in parts if part))
    return "; ".join(words)


def _by_crop(grades: list[Grade]) -> list:
    """Choices, under the name of their crop when there are several."""
    crops: dict[str, list[tuple[str, str]]] = {}
    for grade in grades:
        crops.setdefault(grade.commodity.name, []).append((str(grade.pk), grade.name))
    return list(crops.items()) if len(crops) > 1 else [choice for choices in crops.values() for choice in choices]
