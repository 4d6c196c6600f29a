"""Facts about plots: the list with its sums, one plot's page, the neighbours on the map."""

from growers.models import Household, Plot


def plots_of(household: Household) -> list[Plot]:
    """A household's plots in order, with what a table shows of each."""
    return list(
        Plot.objects.of(household.cooperative_id)
        .filter(household=household)
        .select_related("variety", "commune")
        .order_by("number")
    )
