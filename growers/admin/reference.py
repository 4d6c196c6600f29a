"""The admin's reference data, which all co-operatives share: everyone looks, the operator changes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.actions.reference import save_reference
from growers.admin.base import OperatorWrites, Room, column, dong, hectares, kg
from growers.forms.reference import ReferenceStatForm
from growers.models import (
    Bank,
    Commodity,
    Commune,
    Grade,
    LegacyCommune,
    LegalForm,
    PackSize,
    ReferenceStat,
    Unit,
    Variety,
)
from growers.queries.reference import province_names


class ReferenceRoom(OperatorWrites, Room):
    """A table of reference data."""

    def save_model(self, request, obj, form, change):
        save_reference(obj)


@admin.register(Commune)
class CommuneRoom(Room):
    """Communes after 1 July 2025, as `manage.py load_reference` brings them."""

    to_coop = ""
    list_display = ["code", "title", "province"]
    list_display_links = ["code", "title"]
    search_fields = ["search_key"]
    ordering = ["province_code", "name"]


@admin.register(LegacyCommune)
class LegacyCommuneRoom(Room):
    """Communes before 1 July 2025, with the one they went into."""

    to_coop = ""
    list_display = ["name", "district", "province", "commune"]
    list_select_related = ["commune"]
    search_fields = ["search_key"]


@admin.register(Commodity)
class CommodityRoom(ReferenceRoom):
    list_display = ["code", "name_vi", "name_en", "expected_yield_kg_per_ha"]
    ordering = ["code"]


@admin.register(Variety)
class VarietyRoom(ReferenceRoom):
    list_display = ["code", "name_vi", "name_en", "commodity"]
    list_filter = ["commodity"]
    list_select_related = ["commodity"]
    ordering = ["commodity", "code"]


@admin.register(Grade)
class GradeRoom(ReferenceRoom):
    """Grades with the band in which their price usually lies: outside it the price board asks again."""

    list_display = [
        "code", "name_vi", "name_en", "commodity", "kind",
        dong("band_low_vnd", _("usual price from")), dong("band_high_vnd", _("usual price to")),
    ]  # fmt: skip
    list_filter = ["commodity", "kind"]
    list_select_related = ["commodity"]


@admin.register(PackSize)
class PackSizeRoom(ReferenceRoom):
    list_display = ["market", "commodity", kg("net_g", _("net weight")), "counts", "note"]
    list_filter = ["market", "commodity"]
    list_select_related = ["market", "commodity"]


@admin.register(Unit)
class UnitRoom(ReferenceRoom):
    list_display = ["code", "name_vi", "name_en", "measure", "factor"]
    list_filter = ["measure"]
    ordering = ["measure", "factor"]


@admin.register(Bank)
class BankRoom(ReferenceRoom):
    list_display = ["bin", "short_name", "name"]
    search_fields = ["bin", "short_name", "name"]


@admin.register(LegalForm)
class LegalFormRoom(ReferenceRoom):
    """Forms of the state: a paper prints the number, title and basis of the newest one not after its day."""

    list_display = ["kind", "valid_from", "number", "title", "basis", "certainty"]
    list_filter = ["kind"]
    ordering = ["kind", "-valid_from"]


@admin.register(ReferenceStat)
class ReferenceStatRoom(ReferenceRoom):
    """What provinces report of a crop, year by year: the whole beside which a co-operative's own figures stand."""

    form = ReferenceStatForm
    list_display = [
        "province", "year", "commodity", "area_mark", hectares("area_m2", _("area")), "certified_mark",
        hectares("certified_area_m2", _("certified area")), "output_mark",
        column(showing.tonnes, "output_g", _("output")), "source",
    ]  # fmt: skip
    list_filter = ["year", "commodity"]
    list_select_related = ["commodity"]

    @admin.display(description=_("province"), ordering="province_code")
    def province(self, row):
        return province_names().get(row.province_code, row.province_code)
