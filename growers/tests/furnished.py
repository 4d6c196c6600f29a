"""One row of everything in a co-operative's people and land, each text with a mark to look for in other pages."""

from django.urls import reverse

from growers.models import (
    AuditEntry,
    CodeEvent,
    CodePlot,
    ExportCode,
    GrowingArea,
    ImportRun,
    Planting,
    Setting,
    User,
)
from growers.tests.builders import make_household, make_market, make_plot, make_seat
from growers.tests.capital_builders import furnish_commitment
from growers.tests.diary_builders import furnish_diary
from growers.tests.permits_builders import furnish_permits


def furnish(coop, mark="", code="012"):
    """One row of everything in a co-operative; `mark` stands in every text of it. Answers with its director's seat."""
    seat = make_seat(coop, "director", f"director.{coop.slug}")
    User.objects.filter(pk=seat.user.pk).update(last_name=f"{mark}director")
    household = make_household(
        coop, code, f"{mark} Nguyễn Thành Liêm", village=f"{mark} bản", citizen_id="012345678901", note=f"{mark} note"
    )
    plot = make_plot(household, name=f"{mark} thửa")
    Planting.objects.create(cooperative=coop, plot=plot, year=2019, note=f"{mark} stage")
    area = GrowingArea.objects.create(cooperative=coop, code=f"V{code}", name=f"{mark} vùng", commune=coop.commune)
    number, code = code, ExportCode.objects.create(
        cooperative=coop, area=area, code=f"{mark}-VN-1", commodity=coop.commodity, market=make_market()
    )
    since = "2025-02-01"
    CodeEvent.objects.create(cooperative=coop, export_code=code, status="active", effective_from=since, reason=mark)
    CodePlot.objects.create(cooperative=coop, export_code=code, plot=plot, valid_from=since)
    Setting.objects.create(cooperative=coop, key="twin_minutes", value=7, valid_from=since, note=f"{mark} note")
    AuditEntry.objects.create(
        cooperative=coop, at="2025-02-01T05:00:00Z", actor=seat.user, verb=f"{mark} did", kind="plot",
        object_id=plot.pk, label=f"{mark} label", details={"text": mark},
    )  # fmt: skip
    ImportRun.objects.create(
        cooperative=coop, kind="households", filename=f"{mark}.xlsx", sha256="0" * 64, content=b"x",
        uploaded_by=seat.user, uploaded_at="2025-02-01T05:00:00Z",
    )  # fmt: skip
    furnish_permits(coop, seat.user, plot, mark=mark, number=number)
    furnish_diary(coop, seat.user, plot, mark)
    furnish_commitment(seat, household, mark)
    return seat


def at(page, *args):
    """The address of an admin page of this floor: at("plot_change", 5)."""
    return reverse(f"admin:growers_{page}", args=args)


def rows_of(model, coop):
    """The rows of a table that a co-operative's administrator may see."""
    if model is User:
        return User.objects.filter(memberships__cooperative=coop)
    if model is type(coop):
        return type(coop).objects.filter(pk=coop.pk)
    names = {field.name for field in model._meta.fields}
    return model.objects.filter(cooperative=coop) if "cooperative" in names else model.objects.all()
