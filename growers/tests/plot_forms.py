"""The form of a plot as a browser sends it, and what comes back, for tests of plots."""

import uuid

from django.urls import reverse

from growers.tests.boundary_builders import polygon, square

HECTARE = polygon(*square())


def typed(household, stages=(), **values):
    rows = {f"stages-{row}-{name}": value for row, stage in enumerate(stages) for name, value in stage.items()}
    plot = {
        "token": str(uuid.uuid4()), "household": household.pk, "area_m2": "1 ha", "status": "production",
        "practice": "vietgap", "variety": household.cooperative.commodity.varieties.first().pk,
        "stages-TOTAL_FORMS": str(len(stages)), "stages-INITIAL_FORMS": "0",
    }  # fmt: skip
    return {**plot, **rows, **values}


def new(client, coop, facts):
    return client.post(reverse("plot-new", args=[coop.slug]), facts)


def change(client, plot, facts):
    del facts["household"]
    url = reverse("plot-edit", args=[plot.cooperative.slug, plot.code])
    return client.post(url, {"version": plot.version, "commune": plot.commune_id, **facts})


def errors(answer):
    assert answer.status_code == 200
    return {name: " ".join(map(str, found)) for name, found in answer.context["form"].errors.items()}
