"""Forms about traders: the filter of the list and the trader itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite.formats.text import fold
from growers.forms.base import RowForm, SortedFilter, model_field
from growers.forms.fields import DongField, LineField, PhoneField, WholeField
from growers.models import Market
from harvests.models import Trader
from harvests.queries.traders import markets_of
from harvests.rules.traders import judge_trader

PLACES = {"trader_tax_code_malformed": "tax_code", "trader_payment_days_unlikely": "payment_days"}
ABROAD_DIGITS = range(8, 16)  # E.164


class TraderPhoneField(PhoneField):
    """A Vietnamese number, or one abroad typed with + and its country code."""

    def read(self, text):
        digits = "".join(char for char in text if char.isdecimal())
        if text.startswith("+") and not text.startswith("+84") and len(digits) in ABROAD_DIGITS:
            return f"+{digits}"
        return super().read(text)


class TraderFilter(SortedFilter):
    """What the list of traders is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Trader.Kind.choices])
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False, empty_label=_("all"))
    active = forms.ChoiceField(
        label=_("Active"), required=False, choices=[("", _("active")), ("no", _("no longer active")), ("all", _("all"))]
    )

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["market"].queryset = markets_of(coop)


class TraderForm(RowForm):
    """A trader as it is typed in."""

    phone = TraderPhoneField(label=_("Phone"), required=False)
    payment_days = WholeField(label=_("Pays within (days)"), required=False)
    credit_limit_vnd = DongField(label=_("Credit limit"), required=False)

    class Meta:
        model = Trader
        fields = [
            "name", "kind", "market", "contact", "phone", "email", "country", "address", "chain", "tax_code",
            "payment_days", "credit_limit_vnd", "note", "is_active",
        ]  # fmt: skip
        formfield_callback = model_field

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_trader(facts, country=fold(facts.get("country") or "")), PLACES)
        return facts
