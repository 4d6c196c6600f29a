"""Surpluses of years for tests."""

import datetime as dt

from coopsite.formats.showing import VIETNAM
from growers.actions.capital import certify_capital
from growers.models import Household
from growers.queries.seats import Seat
from growers.tests.capital_builders import make_capital
from harvests.actions.patronage import adopt_surplus, begin_surplus, change_surplus
from harvests.models import HarvestRecord, Season, SurplusYear
from harvests.tests.builders import make_season

RESOLVED = {"resolution_no": "01/2025/NQ", "resolution_on": dt.date(2025, 3, 28)}


def make_surplus(seat: Seat, year=2024, *, adopted=False, funds=(), **figures) -> SurplusYear:
    """A draft with figures; adopted when there is somebody to share it."""
    row = begin_surplus(seat, year=year, **RESOLVED)
    figures = {"internal_vnd": 10_000_000, "external_vnd": 4_000_000, **figures}
    row = change_surplus(seat, surplus=row, version=row.version, funds=list(funds), **figures)
    return adopt_surplus(seat, surplus=row) if adopted else row


def make_past_ticket(seat: Seat, household: Household, amount_vnd: int, day=dt.date(2024, 9, 8), **values):
    """A priced ticket of a year ago, by its value alone; it stands unless told otherwise."""
    coop, moment = seat.cooperative, dt.datetime.combine(day, dt.time(8, 0), VIETNAM)
    season = Season.objects.of(coop).first() or make_season(coop)
    facts = {
        "season": season, "day": day, "number": HarvestRecord.objects.of(coop).count() + 1, "household": household,
        "household_kind": household.kind, "loads": 1, "gross_g": 3_000, "tare_g": 2_000, "net_g": 1_000,
        "amount_vnd": amount_vnd, "weighed_at": moment, "recorded_at": moment, "recorded_by": seat.user,
    }  # fmt: skip
    return HarvestRecord.objects.create(cooperative=coop, **{**facts, **values})


def furnish_capital(seat: Seat, household: Household, mark: str) -> None:
    """A contribution with a payment and a certificate, an adopted surplus shared by capital alone, and a draft."""
    Household.objects.of(seat.cooperative).filter(pk=household.pk).update(kind="official", register_no=f"{mark}TV")
    paid = make_capital(seat, household, 8_000_000, 8_000_000, day=dt.date(2024, 6, 1), note=f"{mark}note")
    certify_capital(seat, commitment=paid, issued_on=dt.date(2024, 6, 2))
    make_capital(seat, household, 2_000_000, 1_000_000, note=f"{mark}note")
    make_surplus(
        seat, adopted=True, internal_vnd=0, usage_external_bp=0, funds=[(f"{mark}fund", 0, 100_000)],
        resolution_no=f"{mark}NQ",
    )  # fmt: skip
    make_surplus(seat, 2023, funds=[(f"{mark}fund", 100_000, 0)])
