"""Pages about the files that banks want: the list of templates, and one with its columns and a preview."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import or_404, tried
from harvests.actions.bank_files import add_bank_file, change_bank_file
from harvests.forms.bank_files import PLACES, BankFileForm
from harvests.models import BankFile
from harvests.queries.bank_files import bank_file_by_id, bank_files
from harvests.rules.bank_files import SAMPLE, header_of, read_template, rows_of, totals_of
from harvests.wording_bank_files import FIELDS

LOOK = "preview"


@reads
def bank_file_list(request):
    """Every template with the columns that it makes."""
    rows = [
        {
            "pk": row.pk, "name": row.name, "bank": str(row.bank or ""), "format": row.get_format_display(),
            "columns": ", ".join(header_of(read_template(row.columns)[0])), "active": row.is_active,
        }
        for row in bank_files(request.coop)
    ]  # fmt: skip
    return render(request, "harvests/bank_files_list.html", {"rows": rows})


@writes(Right.SETTLE)
def bank_file_new(request):
    """A new template; "preview" shows what it makes and keeps nothing."""
    form = BankFileForm(request.seat, request.POST or None)
    row = None if LOOK in request.POST else tried(
        form, lambda: add_bank_file(request.seat, sent=form.sent, **form.facts), PLACES
    )  # fmt: skip
    return _page(request, form, None, row)


@writes(Right.SETTLE)
def bank_file_edit(request, pk):
    """Change a template."""
    file = or_404(bank_file_by_id(request.coop, pk))
    form = BankFileForm(request.seat, request.POST or None, instance=file)
    row = None if LOOK in request.POST else tried(
        form,
        lambda: change_bank_file(request.seat, sent=form.sent, file=file, version=form.shown_version, **form.facts),
        PLACES,
    )  # fmt: skip
    return _page(request, form, file, row)


def _page(request, form: BankFileForm, file: BankFile | None, saved: BankFile | None):
    if saved:
        messages.success(request, _("The bank file was saved."))
        return redirect("bank-file-list", request.coop.slug)
    form.back = reverse("bank-file-list", args=[request.coop.slug])
    context = {
        "form": form, "file": file, "fields": [*FIELDS.items()],
        "preview": _preview(str(form["columns"].value() or "")),
    }  # fmt: skip
    return render(request, "harvests/bank_files_form.html", context)


def _preview(text: str) -> dict | None:
    """What a template makes of two made-up transfers; None while it cannot be read."""
    template, verdict = read_template(text)
    if not verdict.allowed:
        return None
    return {
        "header": header_of(template),
        "rows": [[str(cell) for cell in row] for row in rows_of(template, SAMPLE)],
        "total": ["" if cell is None else str(cell) for cell in totals_of(template, SAMPLE) or ()],
    }
