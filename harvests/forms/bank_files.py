"""Forms about bank files: a template with its columns, and the choice of one for a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import RowForm, model_field
from growers.queries.seats import Seat
from harvests.forms.deliveries import StepForm
from harvests.models import BankFile, SettlementRun
from harvests.queries.bank_files import bank_files
from harvests.rules.bank_files import CODES, USUAL, read_template

PLACES = dict.fromkeys((code for code in CODES if not code.endswith(("_missing", "_nothing", "_approval"))), "columns")
PLACES["bank_file_field_missing"] = "columns"


class BankFileForm(RowForm):
    """How a bank wants a batch of transfers."""

    class Meta:
        model = BankFile
        fields = ["name", "bank", "format", "columns", "is_active"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["columns"].widget.attrs.update({"rows": 9, "spellcheck": "false"})
        self.fields["columns"].help_text = _('One column a line, in the bank\'s order: "Header = field".')
        self.fields["bank"].empty_label = _("any bank")
        if not self.instance.pk:
            self.fields["columns"].initial = USUAL

    def clean(self):
        facts = super().clean()
        if columns := facts.get("columns"):
            self.add_verdict(read_template(columns)[1], PLACES)
        return facts


class RunStepForm(StepForm):
    """A step on one run: what was sent for one is not taken for another's."""

    def __init__(self, seat: Seat, run: SettlementRun, *args, **kwargs):
        self.run = run
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.run.pk}"


class RunPaperForm(RunStepForm):
    """The making of one paper with whole numbers, which is noted: a sending for one paper makes no other."""

    def __init__(self, seat: Seat, run: SettlementRun, paper: str, *args, **kwargs):
        self.paper = paper
        super().__init__(seat, run, *args, save_label="", **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.paper}"


class RunBankFileForm(RunStepForm):
    """The file of a run's transfers, by one of the templates."""

    file = forms.ModelChoiceField(BankFile.objects.none(), label=_("Bank file"), empty_label=None)

    def __init__(self, seat: Seat, run: SettlementRun, *args, **kwargs):
        super().__init__(seat, run, *args, save_label=_("Make the file"), **kwargs)
        self.fields["file"].queryset = bank_files(seat.cooperative, active=True)


class VouchersForm(RunStepForm):
    """The vouchers of a run's cash payments, or the one of a payment."""

    payment = forms.IntegerField(widget=forms.HiddenInput, required=False)
