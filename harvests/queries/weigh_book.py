"""The households of the weigh book: who may deliver, from which plots, with which planting area codes."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery

from coopsite.formats import showing
from growers.models import CodeEvent, Cooperative, Plot
from harvests.models import STANDING, HarvestRecord
from harvests.queries.suppliers import CONTRACT, codes_on, households_with_plots

PRACTICES = dict(Plot.Practice.choices)
STATUSES = dict(CodeEvent.Status.choices)


def suppliers(coop: Cooperative, day: dt.date, chips: Callable[[int], dict]) -> list[dict]:
    """Every household that has not left, with its plots, as the weigh contract words them. One statement.

    `chips` says of a plot's key what the screen shows beside it of markets.
    """
    return [_supplier([*rows], day, chips) for _, rows in groupby(_joined(coop, day), key=lambda row: row.pk)]


def _joined(coop: Cooperative, day: dt.date) -> QuerySet:
    newest = HarvestRecord.objects.filter(
        cooperative=coop.pk, household=OuterRef("pk"), plot__isnull=False, status__in=STANDING
    )
    return (
        households_with_plots(coop, day)
        .filter(left_on__isnull=True)
        .annotate(last_plot=Subquery(newest.order_by("-day", "-number").values("plot")[:1]))
        .only("code", "name", "alias", "village", "search_key", "blocked_reason", *CONTRACT)
    )


def _supplier(rows: list, day: dt.date, chips: Callable[[int], dict]) -> dict:
    household = rows[0]
    plots = [
        {
            "code": of_plot[0].plot_code,
            "area": showing.hectares(of_plot[0].plot_area_m2),
            "tags": _tags(of_plot, day),
            "last": pk == household.last_plot,
            **chips(pk),
        }
        for pk, of_plot in ((pk, [*group]) for pk, group in groupby(rows, key=lambda row: row.plot_pk))
        if pk and of_plot[0].plot_status != Plot.Status.RETIRED
    ]
    return {
        "code": household.code,
        "name": household.name,
        "alias": household.alias,
        "key": household.search_key,
        "place": household.village,
        "blocked": bool(household.blocked_reason),
        "contract": household.has_contract_on(day),
        "plots": plots,
    }


def _tags(rows: list, day: dt.date) -> list[str]:
    """Codes, with their status unless it is active, and a practice that is more than conventional."""
    tags = [
        code if status == CodeEvent.Status.ACTIVE else f"{code} ({STATUSES.get(status, '–')})"
        for code, _, status in codes_on(rows, day)
    ]
    practice = rows[0].plot_practice
    return tags if practice == Plot.Practice.CONVENTIONAL else [*tags, str(PRACTICES[practice])]
