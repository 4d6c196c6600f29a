"""What the scale accepts: net weights, hard stops, holds that never stop the queue, soft warnings (workflow.md M8)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from growers.rules.verdicts import Reason
from harvests.rules.money import value_of
from harvests.rules.weighing_facts import FLAT, LATER, Crate, Facts, Grade, Header, Judged, Line, Load, Plot, Sheet

REFUSALS = (
    "household_unknown", "household_unclear", "plot_unknown", "nothing_weighed", "too_many_loads", "grade_missing",
    "grade_unknown", "crate_missing", "crate_unknown", "crates_missing", "too_many_crates", "net_not_positive",
    "over_capacity", "tare_without_reason", "deduction_without_kind", "deduction_other_unnamed",
    "shrink_not_published", "day_closed", "day_in_future", "no_season", "paper_no_used",
)  # fmt: skip
# What was sprayed has the codes, and so the sentences, of eligibility: the lot will refuse for the same reasons.
SPRAYED = ("phi_running", "phi_unknown", "active_banned")
RECALLED = "recalled"  # fruit in no lot yet, which a recall reaches
HOLDS = ("price_missing", "graded_later", "household_blocked", "code_suspended", *SPRAYED, RECALLED)
WARNINGS = (
    "crate_net_odd", "day_total_high", "season_over_estimate", "twin_ticket", "price_out_of_band", "household_left",
    "plot_open",
)  # fmt: skip
NOTES = ("plot_without_code", "over_cash_limit")
CODES = (*REFUSALS, *HOLDS, *WARNINGS, *NOTES)

MAX_LOADS = 60
MAX_CRATES = 500
USUAL_DAYS = 3  # a median of fewer days says nothing about what is usual


def share_of(grams: int, basis_points: int) -> int:
    """A percentage of a weight in grams, rounded half up."""
    return (grams * basis_points + 5_000) // 10_000


def judge_ticket(facts: Facts, header: Header, loads: Sequence[Load]) -> Judged:
    """Work out every load and say what stops the ticket, what holds it, and what the clerk should look at again."""
    plot, refused = _plot(facts, header)
    refused += [*_header_stops(facts, header, loads)]
    lines = []
    sheet = facts.sheet.under_contract() if facts.supplier and facts.supplier.contract else facts.sheet
    for load in loads[:MAX_LOADS]:
        line, problems = _line(sheet, header, load)
        refused += problems
        if line:
            lines.append(line)
    judged = Judged(tuple(lines), plot, tuple(refused))
    if refused or not lines or facts.supplier is None:
        return judged
    return Judged(
        judged.lines,
        plot,
        holds=tuple(_holds(facts, header, judged)),
        warnings=tuple(_warnings(facts, header, judged)),
        notes=tuple(_notes(facts, judged)),
    )


def _plot(facts: Facts, header: Header) -> tuple[Plot | None, list[tuple[str, Reason]]]:
    """The named plot, or the only one; none of several is guessed."""
    plots = facts.supplier.plots if facts.supplier else ()
    if not header.plot:
        return (plots[0] if len(plots) == 1 else None), []
    named = next((plot for plot in plots if plot.code == header.plot), None)
    if named or facts.supplier is None:
        return named, []
    codes = ", ".join(plot.code for plot in plots)
    return None, [("plot", Reason("plot_unknown", {"typed": header.plot, "codes": codes}))]


def _header_stops(facts: Facts, header: Header, loads: Sequence[Load]) -> Iterator[tuple[str, Reason]]:
    if facts.supplier is None:
        code = "household_unclear" if facts.suggestions else "household_unknown"
        data = {"typed": header.household, "suggestions": "; ".join(facts.suggestions)}
        yield "household", Reason(code, data)
    day = f"{facts.day:%d/%m/%Y}"
    if facts.day > facts.today:
        yield "__all__", Reason("day_in_future", {"day": day})
    elif facts.season is None:
        yield "__all__", Reason("no_season", {"day": day})
    elif facts.closed:
        yield "__all__", Reason("day_closed", {"day": day})
    if not loads:
        yield "__all__", Reason("nothing_weighed")
    if len(loads) > MAX_LOADS:
        yield "__all__", Reason("too_many_loads", {"limit": MAX_LOADS})


def _line(sheet: Sheet, header: Header, load: Load) -> tuple[Line | None, list[tuple[str, Reason]]]:
    """One load worked out, and what is wrong with it; with a wrong load there is no line."""
    grade, crate = _grade(sheet, header, load), _crate(sheet, load)
    problems = [*_cell_stops(sheet, header, load, grade, crate)]
    if problems or grade is None:
        return None, [(f"loads-{load.row}-{name}", reason) for name, reason in problems]
    own_tare = (load.crates or 0) * (crate.tare_g if crate else 0)
    tare = own_tare if load.tare_g is None else load.tare_g
    deduction = load.deduction_g or share_of(max(load.gross_g - tare, 0), load.deduction_bp)
    net = load.gross_g - tare - deduction
    if net <= 0:
        data = {"gross_g": load.gross_g, "tare_g": tare, "deduction_g": deduction}
        return None, [(f"loads-{load.row}-gross", Reason("net_not_positive", data))]
    price = _price(sheet, header, grade)
    amount = None if price is None else value_of(net, price)
    line = Line(
        load.row, grade, crate, load.crates or 0, load.gross_g, tare, load.tare_reason if tare != own_tare else "",
        deduction, load.deduction_kind if deduction else "", net, price, amount,
    )  # fmt: skip
    return line, []


def _grade(sheet: Sheet, header: Header, load: Load) -> Grade | None:
    kind = {FLAT: "mixed", LATER: "ungraded"}.get(header.mode)
    return sheet.only_grade(kind) if kind else sheet.grades.get(load.grade)


def _crate(sheet: Sheet, load: Load) -> Crate | None:
    if not load.crates:
        return None
    return sheet.crates.get(load.crate) if load.crate else sheet.default_crate


def _price(sheet: Sheet, header: Header, grade: Grade) -> int | None:
    if header.mode == LATER:
        return None
    typed = header.flat_price_vnd if header.mode == FLAT else None
    return typed or sheet.prices.get((header.channel, grade.code))


def _cell_stops(sheet: Sheet, header: Header, load: Load, grade: Grade | None, crate: Crate | None):
    capacity = sheet.settings["scale_capacity_g"]
    if grade is None:
        yield "grade", Reason("grade_unknown" if load.grade else "grade_missing", {"typed": load.grade})
    if load.crates is None:
        yield "crates", Reason("crates_missing")
    elif load.crates > MAX_CRATES:
        yield "crates", Reason("too_many_crates", {"limit": MAX_CRATES})
    elif load.crates and crate is None:
        yield "crate", Reason("crate_unknown" if load.crate else "crate_missing", {"typed": load.crate})
    elif load.tare_g is not None:
        own = load.crates * (crate.tare_g if crate else 0)
        if load.tare_g != own and not load.tare_reason:
            yield "tare_reason", Reason("tare_without_reason", {"own_g": own, "typed_g": load.tare_g})
    if load.gross_g > capacity:
        yield "gross", Reason("over_capacity", {"gross_g": load.gross_g, "capacity_g": capacity})
    yield from _deduction_stops(sheet, header, load)


def _deduction_stops(sheet: Sheet, header: Header, load: Load):
    """A deduction has a name that is printed; shrink only as the price board publishes it (workflow.md D3, 0b.4)."""
    if not load.deduction_g and not load.deduction_bp:
        return
    if not load.deduction_kind:
        yield "deduction_kind", Reason("deduction_without_kind")
    elif load.deduction_kind == "other" and not header.note:
        yield "deduction_kind", Reason("deduction_other_unnamed")
    elif load.deduction_kind == "shrink" and (load.deduction_g or load.deduction_bp > sheet.shrink_bp):
        yield "deduction", Reason("shrink_not_published", {"published_bp": sheet.shrink_bp})


def _holds(facts: Facts, header: Header, judged: Judged) -> Iterator[Reason]:
    if header.mode == LATER:
        yield Reason("graded_later")
    else:
        unpriced = dict.fromkeys(line.grade.code for line in judged.lines if line.price_vnd is None)
        if unpriced:
            yield Reason("price_missing", {"grades": ", ".join(unpriced)})
    if facts.supplier.blocked:
        yield Reason("household_blocked", {"reason": facts.supplier.blocked})
    suspended = [code for code, _, status in (judged.plot.codes if judged.plot else ()) if status == "suspended"]
    if suspended:
        yield Reason("code_suspended", {"codes": ", ".join(suspended)})
    if judged.plot:
        yield from _sprayed(judged.plot, facts.day)


def _sprayed(plot: Plot, day: dt.date) -> Iterator[Reason]:
    """R30, R31, R33: an interval that has not run out, one nobody knows, an active that was forbidden when used."""
    for one in plot.sprayed:
        said = {"plot": plot.code, "product": one.product, "done": f"{one.done_on:%d/%m/%Y}"}
        if one.forbidden:
            yield Reason("active_banned", {**said, "active": one.forbidden})
        if one.days is None:
            yield Reason("phi_unknown", said)
        elif (day - one.done_on).days < one.days:
            until = one.done_on + dt.timedelta(days=one.days)
            yield Reason("phi_running", {**said, "days": one.days, "until": f"{until:%d/%m/%Y}"})


def _warnings(facts: Facts, header: Header, judged: Judged) -> Iterator[Reason]:
    limits, supplier = facts.sheet.settings, facts.supplier
    if supplier.left:
        yield Reason("household_left", {"name": supplier.name})
    if judged.plot is None and supplier.plots:
        yield Reason("plot_open", {"codes": ", ".join(plot.code for plot in supplier.plots)})
    for place, line in enumerate(judged.lines, start=1):
        each = line.net_g // line.crates if line.crates else None
        if each is not None and not limits["crate_low_g"] <= each <= limits["crate_high_g"]:
            low, high = limits["crate_low_g"], limits["crate_high_g"]
            yield Reason("crate_net_odd", {"place": place, "each_g": each, "low_g": low, "high_g": high})
    usual, day_g = _median(supplier.days), judged.net_g + sum(grams for _, _, grams in supplier.today)
    if usual and day_g * 10_000 > usual * limits["day_multiple_bp"]:
        yield Reason("day_total_high", {"day_g": day_g, "usual_g": usual})
    season_g = supplier.season_g + judged.net_g
    if supplier.estimate_g and season_g * 10_000 > supplier.estimate_g * limits["estimate_limit_bp"]:
        yield Reason("season_over_estimate", {"season_g": season_g, "estimate_g": supplier.estimate_g})
    for number, minutes, grams in supplier.today:
        if minutes < limits["twin_minutes"] and abs(grams - judged.net_g) <= limits["twin_g"]:
            yield Reason("twin_ticket", {"number": f"{number:03d}", "net_g": grams, "minutes": minutes})
    yield from _odd_flat_price(header, judged)


def _odd_flat_price(header: Header, judged: Judged) -> Iterator[Reason]:
    grade, price = judged.lines[0].grade, header.flat_price_vnd
    if header.mode != FLAT or not price or grade.low_vnd is None or grade.high_vnd is None:
        return
    if not grade.low_vnd <= price <= grade.high_vnd:
        data = {"price_vnd": price, "low_vnd": grade.low_vnd, "high_vnd": grade.high_vnd}
        yield Reason("price_out_of_band", data)


def _notes(facts: Facts, judged: Judged) -> Iterator[Reason]:
    if judged.plot and not any(status == "active" for _, _, status in judged.plot.codes):
        yield Reason("plot_without_code", {"plot": judged.plot.code})
    limit = facts.sheet.settings["cash_limit_vnd"]
    if facts.supplier.today_vnd + (judged.amount_vnd or 0) > limit:
        yield Reason("over_cash_limit", {"limit_vnd": limit})


def _median(days: Sequence[int]) -> int | None:
    """The middle of earlier days; None when there are too few to call anything usual."""
    if len(days) < USUAL_DAYS:
        return None
    ordered = sorted(days)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
