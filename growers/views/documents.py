"""Scans that belong to rows: shown beside them, put with them, withdrawn, and given out through the door alone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.documents import keep_document, withdraw_document
from growers.forms.documents import DocumentForm
from growers.forms.ticked import ReasonForm
from growers.models import (
    Certificate,
    CoopModel,
    Document,
    ExportCode,
    MarkLicence,
    PackingHouse,
    SupervisionVisit,
)
from growers.queries.documents import content_of, document_by_key, documents_of, row_of
from growers.rules.roles import Right
from growers.web import or_404, tried


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of row that scans may belong to: its table, who may add and withdraw, its page, and the names of the two
    addresses at which that happens."""

    model: type[CoopModel]
    right: Right
    page: Callable[[CoopModel], str]
    add: str = "document-new"
    withdraw: str = "document-withdraw"


SUBJECTS: dict[str, Subject] = {}


def learn_subject(subject: Subject) -> None:
    """Let scans belong to rows of one more table; a table has one way to its scans."""
    kind = subject.model._meta.model_name
    if kind in SUBJECTS:
        raise ValueError(f"Documents of {kind} have a page already")
    SUBJECTS[kind] = subject


def code_url(code: ExportCode) -> str:
    """The page of a code, which belongs to a growing area or to a packing house."""
    if code.house_id:
        return reverse("house-code-page", args=[code.cooperative.slug, code.house.code, code.pk])
    return reverse("code-page", args=[code.cooperative.slug, code.area.code, code.pk])


def _licence_url(licence: MarkLicence) -> str:
    return reverse("licence-page", args=[licence.cooperative.slug, licence.pk])


def _certificate_url(certificate: Certificate) -> str:
    return reverse("certificate-page", args=[certificate.cooperative.slug, certificate.pk]) + "?tab=documents"


def _house_url(house: PackingHouse) -> str:
    return reverse("house-page", args=[house.cooperative.slug, house.code]) + "?tab=documents"


for _subject in (
    Subject(Certificate, Right.PERMITS, _certificate_url),
    Subject(ExportCode, Right.PERMITS, code_url),
    Subject(SupervisionVisit, Right.PERMITS, lambda visit: code_url(visit.export_code)),
    Subject(MarkLicence, Right.PERMITS, _licence_url),
    Subject(PackingHouse, Right.PERMITS, _house_url),
):
    learn_subject(_subject)


def documents_shown(request, row: CoopModel) -> dict:
    """What includes/documents.html takes as `documents`: the scans of a row, and where to add one if one may."""
    subject = SUBJECTS[row._meta.model_name]
    may, slug = request.seat.may(subject.right), request.coop.slug
    return {
        "add": reverse(subject.add, args=[slug, row._meta.model_name, row.pk]) if may else "",
        "rows": [_shown(slug, document, subject, may) for document in documents_of(row)],
    }


def _shown(slug: str, document: Document, subject: Subject, may: bool) -> dict:
    withdrawn = document.withdrawn_reason
    return {
        "title": document.title,
        "filename": document.filename,
        "url": "" if withdrawn else reverse("document", args=[slug, document.pk]),
        "size": _("%(n)s KB") % {"n": showing.count((document.size + 1023) // 1024)},
        "by": document.uploaded_by.display_name,
        "at": showing.day_time(document.uploaded_at),
        "withdrawn": withdrawn,
        "withdraw": reverse(subject.withdraw, args=[slug, document.pk]) if may and not withdrawn else "",
    }


@reads
def document(request, key):
    """The scan itself, to be saved: never shown inside a page of ours, never kept by anything on the way."""
    found = document_by_key(request.coop, key)
    if found is None or found.withdrawn_reason:
        raise Http404
    response = HttpResponse(content_of(found), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def adding(right: Right):
    """The page at which a scan is put with a row whose scans need this right."""

    @writes(right)
    def document_new(request, kind, key):
        subject, row = _subject_of(request, right, kind, key)
        form = DocumentForm(request.seat, request.POST or None, request.FILES or None, row=row)
        form.back = subject.page(row)
        if tried(form, lambda: keep_document(request.seat, sent=form.sent, row=row, **form.facts)):
            messages.success(request, _("The document was kept."))
            return redirect(subject.page(row))
        return render(request, "growers/documents_form.html", {"form": form, "of": row})

    return document_new


def withdrawing(right: Right):
    """The page at which a scan that needs this right is withdrawn."""

    @writes(right)
    def document_withdraw(request, key):
        found = document_by_key(request.coop, key)
        if found is None or found.withdrawn_reason:
            raise Http404
        subject, row = _subject_of(request, right, found.kind, found.object_id)
        form = ReasonForm(request.seat, request.POST or None, row=found)
        form.save_label, form.back = _("Withdraw the document"), subject.page(row)
        if tried(form, lambda: withdraw_document(request.seat, sent=form.sent, document=found, **form.facts)):
            messages.success(request, _("The document was withdrawn."))
            return redirect(subject.page(row))
        return render(request, "growers/documents_withdraw.html", {"form": form, "of": row, "document": found})

    return document_withdraw


def _subject_of(request, right: Right, kind: str, key: int) -> tuple[Subject, CoopModel]:
    subject = SUBJECTS.get(kind)
    row = or_404(row_of(request.coop, subject.model, key) if subject and subject.right == right else None)
    return subject, row


document_new = adding(Right.PERMITS)
document_withdraw = withdrawing(Right.PERMITS)
