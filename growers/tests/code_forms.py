"""The forms of growing areas and codes as a browser sends them, and what comes back, for tests of areas."""

import uuid

from django.urls import reverse

from growers.tests.builders import make_market


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def at(name, code, *more):
    return reverse(name, args=[code.cooperative.slug, code.area.code, code.pk, *more])


def errors(form):
    return {name: " ".join(map(str, found)) for name, found in form.errors.items()}


def area_typed(**values):
    return sent(code="V7", name="  Tà Hộc  A ", commune="", note="", **values)


def code_typed(coop, **values):
    return sent(
        code="VN-SLOR-0009", commodity=coop.commodity_id, market=make_market().pk, registered_m2="12,5 ha",
        status="active", effective_from="01/02/2025", **values,
    )  # fmt: skip


def status(**values):
    return sent(status="suspended", effective_from="08/09/2025", reason="thông báo 12", **values)


def joining(*plots, **values):
    return sent(valid_from="01/09/2025", plots=[plot.pk for plot in plots], **values)


def leaving(*members, **values):
    return sent(valid_to="08/09/2025", members=[member.pk for member in members], **values)
