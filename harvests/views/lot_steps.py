"""The steps of a lot's life, each a small page of its own: pack, close, void, hold, release, pack anew."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.actions.once import Refused, Stale
from growers.rules.roles import Right
from growers.rules.verdicts import Verdict
from growers.web import tried
from growers.wording import sentences
from harvests.actions.lots import close_lot, hold_lot, limits_on, release_lot, repack, set_contents, void_lot
from harvests.forms.deliveries import ReasonForm
from harvests.forms.lot_contents import PLACES, CloseForm, ContentsForm
from harvests.forms.lots import PLACES as OPENING
from harvests.forms.lots import RepackForm
from harvests.models import Lot
from harvests.queries.lot_inputs import lot_facts
from harvests.queries.lots import (
    cartons_of,
    cartons_of_lots,
    grades_packed,
    inputs_that_count,
    losses_of,
    lots_by_codes,
    packs_of,
    recalls_that_hold,
    taken_of,
)
from harvests.rules.lot_balance import SOFT_CAP, Balance, Said, judge_closing
from harvests.rules.lots import judge_release, judge_state, judge_void
from harvests.views.lots import find
from harvests.views.lots_shown import shown_carton, yield_box

MOST_SOURCES = 20


@writes(Right.PACK)
def lot_contents(request, code):
    """Write down cartons, losses and checks of an open lot."""
    lot = find(request, code)
    lost = losses_of(lot)
    form = ContentsForm(
        request.seat, lot, request.POST or None, stored=cartons_of(lot), lost=lost, grades=grades_packed(lot),
        packs=packs_of(lot),
    )  # fmt: skip
    do = partial(set_contents, lot=lot, version=_version(form))
    return _step(
        request, lot, form, do, title=_("Contents of %(code)s") % {"code": lot.code}, places=PLACES,
        done=_("The contents were saved."), said=judge_state(lot_facts(lot)), box=yield_box(lot, lost),
        template="harvests/lots_pack.html",
    )  # fmt: skip


@writes(Right.PACK)
def lot_close(request, code):
    """Close a lot that balances, with what speaks against it shown before."""
    lot = find(request, code)
    lost = losses_of(lot)
    balance = Balance(lot.in_g, lot.out_g, {loss.kind: loss.grams for loss in lost})
    warned = {one["code"] for edge in inputs_that_count(lot) for one in edge.verdict.get("warnings", ())}
    may = request.seat.may(Right.OVERRIDE)
    limits = limits_on(request.seat, lot.packed_on)
    said = judge_closing(balance, limits, Said("", lot.cap_reason, may), sorted(warned))
    form = CloseForm(
        request.seat, lot, request.POST or None, capped=SOFT_CAP in warned and may,
        gap=may and limits.gap_warn_bp < balance.gap_bp <= limits.gap_block_bp,
    )  # fmt: skip
    version = _version(form)
    return _step(
        request, lot, form, partial(close_lot, lot=lot, version=version), places=PLACES,
        title=_("Close %(code)s") % {"code": lot.code}, done=_("%(code)s is closed.") % {"code": lot.code},
        said=judge_state(lot_facts(lot)) + said, box=yield_box(lot, lost),
        words=_("A closed lot stays as it is: it can be labelled, set aside, shipped and packed anew."),
    )  # fmt: skip


@writes(Right.PACK)
def lot_void(request, code):
    """Take a lot out of the books while nothing was taken from it."""
    lot = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Void lot"))
    return _step(
        request, lot, form, partial(void_lot, lot=lot), title=_("Void %(code)s") % {"code": lot.code},
        done=_("%(code)s is void; what was taken in is free again.") % {"code": lot.code},
        said=judge_void(lot_facts(lot), taken_g=taken_of(lot), reason="-"),
        words=_("Its code stays used, and the lot stays in the list with the reason."),
    )  # fmt: skip


@writes(Right.RECALL)
def lot_hold(request, code):
    """Put a lot on hold."""
    lot = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Put on hold"))
    return _step(
        request, lot, form, partial(hold_lot, lot=lot), title=_("Put %(code)s on hold") % {"code": lot.code},
        done=_("%(code)s is on hold.") % {"code": lot.code},
        words=_("Nobody can take from the lot, set it aside or ship it until it is released."),
    )  # fmt: skip


@writes(Right.RECALL)
def lot_release(request, code):
    """Lift the holds of a lot."""
    lot = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Release"))
    said = judge_release(lot_facts(lot), recalls=recalls_that_hold(lot), reason="-")
    return _step(
        request, lot, form, partial(release_lot, lot=lot), title=_("Release %(code)s") % {"code": lot.code},
        done=_("%(code)s is released.") % {"code": lot.code}, said=said,
    )  # fmt: skip


@writes(Right.PACK)
def lot_repack(request, code):
    """Open a new lot from cartons of this one, and of others named by `?with=` their codes (re-pack, merge, split)."""
    lot = find(request, code)
    others = request.GET.get("with", "").replace(",", " ").split()[:MOST_SOURCES]
    sources = lots_by_codes(request.coop, {lot.code, *(other.upper() for other in others)})
    first = {"market": lot.market_id, "house": lot.house_id, "commodity": lot.commodity_id}
    cartons = cartons_of_lots(request.coop, sources)
    form = RepackForm(request.seat, cartons, request.POST or None, initial=first)
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code])
    if made := tried(form, lambda: repack(request.seat, sent=form.sent, **form.facts), OPENING):
        messages.success(request, _("Lot %(code)s is open. Enter what it was packed into.") % {"code": made.code})
        return redirect("lot-contents", request.coop.slug, made.code)
    found = {source.code for source in sources}
    context = {
        "lot": lot, "form": form, "title": _("Pack %(code)s anew") % {"code": lot.code}, "asked": " ".join(others),
        "missing": [other for other in others if other.upper() not in found],
        "choices": [{**shown_carton(one.row), "lot": one.row.lot.code, "choice": one} for one in form.choices],
    }  # fmt: skip
    return render(request, "harvests/lots_repack.html", context)


def _version(form) -> int:
    """The version that the page showed; a damaged one is no version, so that the save is found stale."""
    typed = str(form.data.get("version", "")) if form.is_bound else ""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _step(
    request, lot: Lot, form, do: Callable, *, title: str, done: str, words: str = "", said: Verdict | None = None,
    places=None, box: dict | None = None, template: str = "harvests/lots_step.html",
):  # fmt: skip
    """Show the form of a step, or take it; `said` is what speaks against it as the lot stands."""
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code])
    if request.method == "POST" and form.is_valid():
        try:
            do(request.seat, sent=form.sent, **{name: value for name, value in form.facts.items() if name != "version"})
        except Refused as refused:
            form.add_verdict(refused.verdict, places)
        except Stale as stale:
            _meet(form, stale.current)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, done)
            return redirect(form.back)
    context = {
        "form": form, "lot": lot, "title": title, "words": words, "box": box,
        "said": sentences(said) if said and not form.is_bound else [],
    }  # fmt: skip
    return render(request, template, context)


def _meet(form, current: Lot) -> None:
    """Somebody filled or packed the lot since: what was typed stays, and sending it again is then a decision."""
    form.data = form.data.copy()
    form.data["version"] = current.version
    words = _("Somebody changed this lot in the meantime: %(in)s taken in, %(out)s packed. Look again, then save.")
    grams = {"in": showing.kg_unit(current.in_g, 0), "out": showing.kg_unit(current.out_g, 0)}
    form.add_error(None, words % grams)
