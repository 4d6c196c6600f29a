"""A day's work as a browser sends it, and what every test of the diary's pages needs."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def at(name, coop, *args):
    return reverse(name, args=[coop.slug, *args])


def typed(product=None, *plots, **facts):
    """A day's work as a browser sends it: a complete spraying with a product, weeding without."""
    data = {"work": "weed", "done_on": "8/9/2025", "token": str(uuid.uuid4()), "plots": [plot.pk for plot in plots]}
    if product:
        data |= {
            "work": "spray", "product": product.pk, "dose_milli": "150", "dose_unit": "ml_100l", "stock_lot": "L1",
            "target": "đốm nâu", "method": "bình đeo vai", "worker": "Lò Văn Tèo", "water_l": "400",
        }  # fmt: skip
    return {**data, **facts}


def enter(client, coop, sent):
    """Send, look, and confirm what was shown."""
    shown = client.post(at("diary-new", coop), sent)
    if shown.status_code == 302:
        return shown
    return client.post(at("diary-new", coop), {**sent, "confirmed": shown.context["form"].data.get("confirmed", "")})


def counted(send):
    """How many statements a sending costs."""
    with CaptureQueriesContext(connection) as found:
        send()
    return len(found)
