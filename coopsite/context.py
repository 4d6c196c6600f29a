"""What every template may know about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """The seat of a signed-in member (or None), the section of its pages, and whether the day stands still."""
    seat = getattr(request, "seat", None)
    parts = request.path.split("/")
    return {
        "seat": seat,
        "coop": seat and seat.cooperative,
        "section": parts[3] if seat and len(parts) > 3 else "",
        "demo_today": settings.DEMO_TODAY,
    }
