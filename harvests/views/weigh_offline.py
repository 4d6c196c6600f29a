"""The weigh screen without the network: its service worker, what shows when nothing is kept, the keys to hang up."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from growers.access import reads, writes
from growers.rules.roles import Right

WORKER = "js/weigh_sw.js"
# Every static file that the screen and the provisional slip ask for.
STATICS = (
    "icon.svg", "bootstrap/css/bootstrap.min.css", "css/coopsite.css", "css/weigh.css", "css/slip.css",
    "django_htmx/htmx-2.min.js", "js/coopsite.js", "js/weigh/entry.js", "js/weigh/ticket.js", "js/weigh/book.js",
    "js/weigh/page.js", "js/weigh/grid.js", "js/weigh/queue.js", "js/weigh/slip.js",
)  # fmt: skip


@writes(Right.WEIGH)
@require_safe
def weigh_worker(request):
    """The service worker, served below the screen so that the screen, and nothing else, is its scope."""
    slug = request.coop.slug
    build = {
        "name": f"weigh-{slug}-{_version()}",
        "page": reverse("weigh", args=[slug]),
        "book": reverse("weigh-book", args=[slug]),
        "spare": reverse("weigh-offline", args=[slug]),
        "statics": [static(name) for name in STATICS],
    }
    script = f"const BUILD = {json.dumps(build)};\n{_text(WORKER)}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@reads
def weigh_offline(request):
    """M29: what to do at the scale when the network is gone and the screen is not on this device."""
    return render(request, "harvests/weigh_offline.html")


@reads
def weigh_keys(request):
    """M29: the keys of the scale on one printed page."""
    return render(request, "harvests/weigh_keys.html")


@lru_cache(maxsize=1)
def _version() -> str:
    """Changes with any byte of what the worker keeps, so that a new release replaces the old one on every device."""
    whole = hashlib.sha256()
    for name in (WORKER, *STATICS):
        whole.update(_text(name).encode())
    return whole.hexdigest()[:12]


def _text(name: str) -> str:
    # From where it was written: the collected files bear hashed names, and this one is sent with a head of its own.
    return Path(finders.find(name)).read_text(encoding="utf-8")
