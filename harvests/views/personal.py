"""Pages about a person's data: what is held, all of it as a file, and its erasure (R110-R114)."""

import io
import json
import zipfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coopsite.formats import showing
from growers.access import writes
from growers.models import Household
from growers.queries.households import household_by_code
from growers.rules.roles import Right
from growers.web import or_404, tried, write_workbook
from growers.wording import sentences
from harvests.actions.personal import erase_person, hand_out
from harvests.forms.personal import PLACES, ErasureForm, HandOutForm
from harvests.queries.personal import Sheet, held_about, holdings, standing_of
from harvests.rules.personal import judge_erasure

SHEET_NAME = 31  # what a spreadsheet takes
BARRED = str.maketrans("", "", "[]:*?/\\'")


@writes(Right.PRIVACY)
def personal_page(request, code):
    """What is held about a person, and what can be done with it."""
    household = _household(request, code)
    context = {
        "household": household,
        "held": [(title, showing.count(rows)) for title, rows in held_about(household).items()],
        "form": HandOutForm(request.seat, row=household),
        "may_export": request.seat.may(Right.PERSONAL),
        "erased_on": showing.day(household.erased_on),
        "obstacles": sentences(judge_erasure(standing_of(household))),
    }
    return render(request, "harvests/personal_page.html", context)


@writes(Right.PRIVACY)
@require_POST
def personal_export(request, code):
    """Everything held about a person as one ZIP: a workbook to read, and JSON for other programs."""
    if not request.seat.may(Right.PERSONAL):
        raise PermissionDenied
    household = _household(request, code)
    form = HandOutForm(request.seat, request.POST, row=household)
    if not tried(form, lambda: hand_out(request.seat, sent=form.sent, household=household)):
        for text in (text for texts in form.errors.values() for text in texts):
            messages.error(request, text)
        return redirect("personal-page", request.coop.slug, code)
    response = HttpResponse(_packed(list(holdings(household))), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="personal-{request.coop.slug}-{code}.zip"'
    return response


def _packed(sheets: list[Sheet]) -> bytes:
    book, file, titles = io.BytesIO(), io.BytesIO(), set()
    filled = [sheet for sheet in sheets if sheet.rows]
    write_workbook(book, [(_title(sheet, titles), sheet.header, sheet.rows) for sheet in filled])
    told = {sheet.name: [dict(zip(sheet.fields, row, strict=True)) for row in sheet.rows] for sheet in sheets}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        package.writestr("data.xlsx", book.getvalue())
    return file.getvalue()


def _title(sheet: Sheet, taken: set[str]) -> str:
    """A title that a spreadsheet takes and no other sheet has."""
    title = sheet.title.translate(BARRED)[:SHEET_NAME]
    if title.lower() in taken:
        title = f"{title[: SHEET_NAME - 4]} {len(taken)}"
    taken.add(title.lower())
    return title


@writes(Right.PRIVACY)
def personal_erase(request, code):
    """Erase who a household was: what stands in the way first, then the code typed and a reason."""
    household = _household(request, code)
    form = ErasureForm(request.seat, request.POST or None, row=household)
    form.back = reverse("personal-page", args=[request.coop.slug, code])
    if tried(form, lambda: erase_person(request.seat, sent=form.sent, household=household, **form.facts), PLACES):
        messages.success(request, _("The personal data of household %(code)s were erased.") % {"code": code})
        return redirect(form.back)
    context = {
        "form": form,
        "household": household,
        "obstacles": sentences(judge_erasure(standing_of(household))),
    }
    return render(request, "harvests/personal_erase.html", context)


def _household(request, code) -> Household:
    return or_404(household_by_code(request.coop, code))
