"""What all pages share: refusals as answers, steps with a form, lists, trails, downloads that are no formulas."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import IO, TypeVar

import xlsxwriter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from coopsite.formats import showing
from growers.actions.once import AlreadySent, Busy, Refused, Stale
from growers.forms.base import SeatedForm
from growers.models import CoopModel
from growers.queries.trail import audit_of
from growers.rules.verdicts import Reason
from growers.wording import sentence, sentences

PAGE_ROWS = 50
TRAIL_ROWS = 50
TOLD_EVERY = 5_000
SHEET_ROWS = 1_048_575  # what a sheet holds below its header
Result = TypeVar("Result")
Sheets = Iterable[tuple[str, list, Iterable[list]]]
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these can become a formula in a spreadsheet (OWASP ASVS 5.0, 1.2.10).
# So does what follows a semicolon, tab or line break, for many spreadsheets begin a new cell there.
FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)(?=[=+\-@|＝＋－＠])")


class RefusalsMiddleware:
    """Answers what an action refused and no view caught: 409 for a token sent twice, 422 for a rule, 503 for a lock."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, AlreadySent):
            return render(request, "409.html", status=409)
        if isinstance(exception, Refused):
            return render(request, "422.html", {"sentences": sentences(exception.verdict)}, status=422)
        if isinstance(exception, Busy):
            return render(request, "503.html", status=503)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose protection expired, with what to do next."""
    return render(request, "403_csrf.html", status=403)


def tried(form, work: Callable[[], Result], places: dict[str, str] | None = None) -> Result | None:
    """What the action gave for which a form was sent; None when the form was not sent, is not valid, or the action
    refused, and then all it said stands on the form.

    `work` runs for a valid form only. `places` says beside which field a reason belongs (code -> field); what has no
    place stands at the top.
    """
    if not form.is_valid():
        return None
    try:
        return work()
    except Stale as stale:
        form.meet(stale.current)
    except Refused as refused:
        form.add_verdict(refused.verdict, places)
    except ValidationError as problem:
        form.add_problem(problem)
    return None


def step(
    request: HttpRequest, form: SeatedForm, do: Callable, *, title: str, done: str, back: str,
    places: dict[str, str] | None = None, words: str = "", said: Iterable = (), after: Callable | None = None,
    template: str = "growers/step.html", **more,
) -> HttpResponse:  # fmt: skip
    """The page of one step: shows its form, or does what it says and goes on, `back` or to `after(what was made)`.

    `said` is what speaks against it, told until the form is sent; `more` is what the template shows beside it.
    """
    form.back = back
    if made := tried(form, lambda: do(request.seat, sent=form.sent, **form.facts), places):
        messages.success(request, done)
        return redirect(after(made) if after else back)
    shown = [] if form.is_bound else [str(sentence) for sentence in said]
    return render(request, template, {"form": form, "title": title, "words": words, "said": shown, **more})


def or_404(row: Result | None) -> Result:
    """The row that an address names; 404 where there is none."""
    if row is None:
        raise Http404
    return row


def warn(request: HttpRequest, reasons: Iterable[Reason]) -> None:
    """Say on the next page what gives to think and stops nothing."""
    for reason in reasons:
        messages.warning(request, sentence(reason))


def trail_of(row: CoopModel, verbs: Mapping[str, str]) -> list[dict]:
    """What was last done to a row, the newest first: `at`, `who`, and `what` in the words of `verbs`."""
    return [
        {"at": showing.day_time(entry.at), "who": entry.actor.display_name, "what": verbs.get(entry.verb, entry.verb)}
        for entry in audit_of(row.cooperative_id, row._meta.model_name, row.pk)[:TRAIL_ROWS]
    ]


def page_of(request: HttpRequest, rows, per_page: int = PAGE_ROWS, total: int | None = None):
    """The asked page of a sliceable list; an odd page number gives the nearest page, never an error.

    A list that was counted with its sums gives its `total`, and is not counted again.
    """
    paginator = Paginator(rows, per_page)
    if total is not None:
        paginator.count = total
    return paginator.get_page(request.GET.get("page"))


def links(request: HttpRequest, but: Iterable[str], **more: dict[str, str]) -> dict[str, str]:
    """Addresses of this page as it was asked for, without what is in `but` and with what each one adds."""
    asked = request.GET.copy()
    for name in but:
        asked.pop(name, None)
    rest = asked.urlencode()
    return {name: "?" + "&".join(filter(None, (rest, urlencode(added)))) for name, added in more.items()}


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (and not for a page to put in the history)."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def show(request: HttpRequest, template: str, fragment: str, context: dict) -> HttpResponse:
    """The page, or only its changing part when htmx asks for it."""
    response = render(request, fragment if is_fragment(request) else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def safe_next(request: HttpRequest, fallback: str) -> str:
    """`next` of the request when it leads to ourselves, else the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else fallback


def download(request: HttpRequest, name: str, header: list, rows: Iterable[list], totals: list | None = None):
    """The rows as name.xlsx, or as name.csv with ?format=csv; numbers stay numbers, text can never become a formula."""
    write = _csv if request.GET.get("format") == "csv" else _xlsx
    return write(name, [str(cell) for cell in header], rows, totals)


def sheet_answer(name: str, header: list[str], rows: Iterable[list], totals: list | None = None, *, csv: bool = False):
    """The rows as name.xlsx, or as name.csv: a file whose form somebody chose before."""
    return (_csv if csv else _xlsx)(name, header, rows, totals)


def _csv(name, header, rows, totals):
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (header, *rows, *([totals] if totals else [])):
        writer.writerow([_harmless(cell) for cell in row])
    # The mark makes spreadsheets read UTF-8.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _harmless(cell):
    if cell is None or isinstance(cell, int | Decimal):
        return cell
    return FORMULA.sub(r"\1\2'", str(cell).strip("\t\r\n"))


def _xlsx(name, header, rows, totals):
    return workbook(name, [("", header, rows)], totals)


def workbook(name: str, sheets: Sheets, totals: list | None = None) -> HttpResponse:
    """name.xlsx of sheets; `totals` stand below the last one."""
    file = io.BytesIO()
    write_workbook(file, sheets, totals)
    response = HttpResponse(file.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def write_workbook(
    file: IO[bytes], sheets: Sheets, totals: list | None = None, tell: Callable[[str, int], None] | None = None
) -> dict[str, int]:
    """Write sheets (title, header, rows) in a stream, so that memory does not grow with the rows.

    Rows that a sheet has no room for go on in another one, "title (2)". `tell` hears of every 5,000 rows; gives the
    rows of each sheet by its title.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    written = {}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for title, header, rows in sheets:
            sheet = _sheet(book, title, header, bold)
            written[title] = number = 0
            for written[title], row in enumerate(rows, start=1):
                if number == SHEET_ROWS:
                    number, sheet = 0, _sheet(book, f"{title} ({written[title] // SHEET_ROWS + 1})", header, bold)
                number += 1
                _write_row(sheet, number, row, None)
                if tell and written[title] % TOLD_EVERY == 0:
                    tell(title, written[title])
        if totals:
            _write_row(sheet, number + 1, totals, bold)
    return written


def _sheet(book, title: str, header: list, bold):
    sheet = book.add_worksheet(title or None)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [str(cell) for cell in header], bold)
    return sheet


def _write_row(sheet, number, row, style):
    for column, cell in enumerate(row):
        if cell is None:
            continue
        if isinstance(cell, int | Decimal):
            sheet.write_number(number, column, cell, style)
        else:
            sheet.write_string(number, column, str(cell), style)
