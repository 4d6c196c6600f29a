"""Pages for whoever scans a carton: no sign-in, no cookie, no script; what is not public looks like what never was."""

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from coopsite.formats import showing
from harvests.actions.scans import count_scan
from harvests.models import TracePage
from harvests.queries.product_cards import lots_by_gtin, picture_of
from harvests.queries.publishing import names_of, page_by_trace_code, public_lots, recall_note
from harvests.rules.labels import read_digital_link
from harvests.rules.lots import read_trace_code
from harvests.rules.publishing import LANGUAGES, allowed, language_of, stage
from harvests.wording_public import HTML_LANGUAGE, WORDS, day_in, kilograms_in, scheme_in

SHORT, LONGER = "public, max-age=60", "public, max-age=3600"
PICTURE = "/picture"


@require_safe
def trace_page(request, code):
    """M17: the public page of a lot, or its picture below it. Any spelling of a code leads to the same page."""
    wants_picture = code.rstrip("/").endswith(PICTURE)
    trace_code = read_trace_code(code.rstrip("/").removesuffix(PICTURE))
    page = page_by_trace_code(trace_code) if trace_code else None
    if page is None:
        return nothing(request)
    if wants_picture:
        return _picture(request, page)
    if request.method == "GET":
        count_scan(page)
    return _answer(request, "harvests/public.html", _shown(page, language_asked(request)))


@require_safe
def digital_link(request, link):
    """A GS1 Digital Link of ours: leads to the lot's public page when there is exactly one such lot."""
    named = read_digital_link(link)
    found = public_lots(lots_by_gtin(*named)) if named else []
    if len(found) != 1:
        return nothing(request)
    answer = HttpResponseRedirect(trace_path(found[0].trace_code), preserve_request=True)
    answer["Cache-Control"] = SHORT
    return answer


def trace_path(trace_code: str) -> str:
    """The address of a public page on this site."""
    return reverse("trace-public", args=[f"{trace_code}/"])


def nothing(request, said: dict | None = None) -> HttpResponse:
    """The one answer to everything that is not public: unknown, unpublished, withdrawn, revoked, expired; `said` is
    what the page says in place of "check the code on the label"."""
    frame = _frame(language_asked(request))
    frame["words"] = {**frame["words"], **(said or {})}
    return _answer(request, "harvests/public_nothing.html", frame, status=404)


def _picture(request, page: TracePage) -> HttpResponse:
    found = picture_of(page.cooperative_id, page.lot.commodity_id)
    if found is None:
        return nothing(request)
    answer = HttpResponse(found[1], content_type=found[0])
    answer["Cache-Control"] = LONGER
    return answer


def _answer(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    """Rendered without the request: nothing here may ask for a session, a user or a token of a form."""
    answer = HttpResponse(render_to_string(template, context), status=status)
    answer["Cache-Control"] = SHORT
    answer["Content-Language"] = context["html_language"]
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def language_asked(request) -> str:
    """The language in which a public page answers."""
    accepted = [name for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])]
    return language_of(request.GET.get("lang", ""), accepted)


def _frame(language: str) -> dict:
    return {
        "language": language,
        "html_language": HTML_LANGUAGE.get(language, language),
        "words": WORDS[language],
        "choices": [
            {"code": code, "html": HTML_LANGUAGE.get(code, code), "name": WORDS[code]["language"]} for code in LANGUAGES
        ],
    }


def _shown(page: TracePage, language: str) -> dict:
    words, facts = WORDS[language], allowed(page.facts)
    names, producer = facts.get("name", {}), facts.get("producer", {})
    name = names.get(language) or names.get("en", "")
    recall = recall_note(page.lot)
    alarm = "recalled" if recall is not None else "held" if page.lot.is_held else ""
    other = names.get("vi", "") if language != "vi" else names.get("en", "")
    return {
        **_frame(language),
        "name": name,
        "other_name": other if other != name else "",
        "genuine": words["genuine"].format(name=page.cooperative.name),
        "alarm": words[alarm] if alarm else "",
        "note": recall or "",
        "picture": f"{trace_path(page.lot.trace_code).rstrip('/')}{PICTURE}" if facts.get("picture") else "",
        "phone": {"call": producer.get("phone", ""), "shown": showing.phone(producer.get("phone"))},
        "rows": rows_in(facts, language, alarm=bool(alarm)),
        "steps": [] if alarm else [_step(step, language) for step in _steps(page, facts)],
        "growers": [] if alarm else names_of(page.cooperative_id, facts.get("growers", [])),
    }


def rows_in(facts: dict, language: str, *, alarm: bool = False) -> list[tuple[str, list[str]]]:
    """(label, lines) of everything known; a lot that is recalled or held shows only what tells it from others."""
    words, origin = WORDS[language], facts.get("origin", {})
    producer, days = facts.get("producer", {}), facts.get("shelf_life_days")
    best_before, mark = facts.get("best_before"), facts.get("mark", {})
    known = [
        ("lot", [facts.get("lot")]),
        ("trace_code", [facts.get("trace_code")]),
        ("packs", [*dict.fromkeys(_pack(pack, language) for pack in facts.get("packs", []))]),
        ("producer", [producer.get("name")]),
        ("address", [producer.get("address")]),
    ]
    if not alarm:
        known += [
            ("origin", [origin.get("vi" if language == "vi" else "en")]),
            ("grown_in", facts.get("places", [])),
            ("area_codes", facts.get("area_codes", [])),
            ("brand", [facts.get("brand")]),
            ("gtin", [facts.get("gtin")]),
            ("shelf_life", [words["days"].format(count=days) if days else ""]),
            ("best_before", [day_in(language, best_before) if best_before else ""]),
            ("storage", [facts.get("storage")]),
            ("standards", [facts.get("standards")]),
            ("certificates", [_certificate(row, language) for row in facts.get("certificates", [])]),
            ("mark", [mark.get("vi" if language == "vi" else "en")]),
        ]
    return [(words[key], lines) for key, given in known if (lines := [line for line in given if line])]


def _pack(pack: dict, language: str) -> str:
    grade = pack.get("grade_vi" if language == "vi" else "grade_en", "")
    net = kilograms_in(language, pack["pack_g"]) if pack.get("pack_g") else ""
    return " · ".join(part for part in (grade, pack.get("size"), net) if part)


def _certificate(row: dict, language: str) -> str:
    until = WORDS[language]["until"].format(day=day_in(language, row["valid_to"])) if row.get("valid_to") else ""
    parts = (scheme_in(WORDS[language], row.get("scheme", "")), row.get("number", ""), until)
    return " ".join(part for part in parts if part)


def _steps(page: TracePage, facts: dict) -> list[dict]:
    """The stages that were published, and shipping as it stands: the fruit leaves after its page was made."""
    kept = [step for step in facts.get("steps", []) if step.get("kind") != "ship"]
    house = [step.get("place", "") for step in kept if step.get("kind") == "pack"]
    left = stage("ship", filter(None, (page.first_left, page.last_left)), house)
    return [*kept, left] if left else kept


def _step(step: dict, language: str) -> dict:
    words, first, last = WORDS[language], step.get("first", ""), step.get("last", "")
    days = [day_in(language, day) for day in dict.fromkeys((first, last)) if day]
    return {
        "name": words.get(step.get("kind", ""), ""),
        "days": " – ".join(days),
        "place": words["place"].format(code=step["place"]) if step.get("place") else "",
    }
