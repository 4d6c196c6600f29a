"""The plots behind a lot: where its fruit grew, with the kilograms of each, back over every re-packing."""

from collections import Counter

from growers.models import Cooperative, Plot
from harvests.models import Lot
from harvests.queries.sources import behind


def plots_behind(coop: Cooperative, lot: Lot) -> tuple[list[tuple[dict, int]], int]:
    """[(plot's values, its grams in the lot)], most first, and the grams of fruit whose plot nobody noted.

    Together they are what went into the lot, to the gram.
    """
    grams: Counter[int | None] = Counter()
    for load, part in behind(coop, [lot.pk]).of(lot.pk):
        grams[load.plot_key] += part
    plots = Plot.objects.of(coop).filter(pk__in=grams).values(
        "pk", "code", "area_m2", "boundary", "lat", "lon", "commune__name", "commune__province", "variety__name_en"
    )  # fmt: skip
    found = sorted(((plot, grams[plot["pk"]]) for plot in plots), key=lambda pair: (-pair[1], pair[0]["code"]))
    return found, grams[None]
