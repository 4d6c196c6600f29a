"""Facts about growing areas and their planting area codes: status on a day, plots under them, hectares."""

import datetime as dt

from django.db.models import OuterRef, Subquery

from growers.models import CodeEvent


def latest_status(code_field: str, day: dt.date) -> Subquery:
    """The status that the code of the outer row (`code_field` names its key) has on a day; NULL before any event."""
    events = CodeEvent.objects.filter(export_code=OuterRef(code_field), effective_from__lte=day)
    return Subquery(events.order_by("-effective_from", "-id").values("status")[:1])
