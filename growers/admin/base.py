"""What every room of the admin is: scoped to the co-operatives administered, read-only unless it says so."""

import datetime as dt

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core.paginator import Paginator
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from coopsite.formats.text import search_words
from growers.admin_site import administered
from growers.models import Cooperative, CoopModel, Household
from growers.queries.seats import Seat, administrator, seat_of
from growers.queries.staff import staff_of
from growers.web import download

MOST_ROWS = 10_000  # what a list counts and downloads: a season's tickets are found by day, not by page


class CappedPaginator(Paginator):
    """Counts no further than anyone turns pages: a full count reads every row of a ledger."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST_ROWS].count()


def within(rows, request, to_coop: str = "cooperative"):
    """The rows of the co-operatives that the person signed in administers; every row for the operator."""
    coops = administered(request)
    if coops is None:
        return rows.unscoped("the operator's admin") if issubclass(rows.model, CoopModel) else rows
    if len(coops) == 1:
        return rows.filter(**{to_coop: next(iter(coops))})  # an equality, for which the indexes are in order
    return rows.filter(**{f"{to_coop}__in": coops})


def of_households(rows, request, typed: str):
    """Rows of the households that typed words mean, by code or folded name, as a room's search answers."""
    if words := search_words(typed):
        found = within(Household.objects.all(), request)
        for word in words:
            found = found.filter(search_key__contains=word)
        rows = rows.filter(household__in=found.values("pk"))
    return rows, False


class Seated:
    """Scope and rights of a room or an inline: a co-operative's rows are filtered, shared rows shown to everybody.

    The permission tables of Django are not asked: whoever may enter may look, and a room says itself what else.
    """

    seated = True
    to_coop = "cooperative"  # the path to the co-operative; "" for reference data, which all share

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return within(rows, request, self.to_coop) if self.to_coop else rows

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Whatever a form offers is drawn from the same scope."""
        related = db_field.remote_field.model
        if issubclass(related, CoopModel):
            kwargs["queryset"] = within(related.objects.all(), request)
        elif related is Cooperative:
            kwargs["queryset"] = within(Cooperative.objects.all(), request, "pk")
        elif related._meta.label_lower == "growers.user":
            kwargs["queryset"] = staff_of(administered(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request) -> bool:
        return administered(request) != frozenset()

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class Room(Seated, admin.ModelAdmin):
    """A list with search over the stored search key, a capped count, a download, and pages to look at."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    actions = ["download_rows"]
    date_hierarchy = None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Without the transaction that Django puts around it: the action that writes has its own."""
        return self._changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """What changed is reckoned from what the page showed: a save takes nothing back that came in between."""
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values() if obj else ():
            field.show_hidden_initial = True
        return form

    def save_model(self, request, obj, form, change):
        raise TypeError(f"{type(self).__name__} names no action that writes")

    def save_related(self, request, form, formsets, change):
        """Lines are written with their document, by its action."""

    def delete_queryset(self, request, queryset):
        raise TypeError("Nothing is deleted here")

    delete_model = delete_queryset

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Only what the list offers: any other filter would answer yes or no about fields that are not shown."""
        days = f"{self.date_hierarchy}__" if self.date_hierarchy else None
        offered = {name for name in self.list_filter if isinstance(name, str)}
        offered |= {found.parameter_name for found in self.list_filter if not isinstance(found, str)}
        field = next((lookup.removesuffix(end) for end in ENDS if lookup.endswith(end)), lookup).removesuffix("__id")
        return field in offered or bool(days and lookup.startswith(days) and lookup.removeprefix(days) in DAYS)

    def get_search_results(self, request, queryset, search_term):
        """By the stored key, which is folded: unaccented, partial, old names; else as Django searches."""
        if self.search_fields != ["search_key"]:
            return super().get_search_results(request, queryset, search_term)
        for word in search_words(search_term):
            queryset = queryset.filter(search_key__contains=word)
        return queryset, False

    def get_list_display(self, request):
        """Which co-operative a row is of matters only to who sees several."""
        coops = administered(request)
        several = self.to_coop == "cooperative" and (coops is None or len(coops) > 1)
        return [*self.list_display, "cooperative"] if several else self.list_display

    def seat(self, request, cooperative: Cooperative) -> Seat:
        """The seat from which the person signed in writes in a co-operative."""
        if request.user.is_superuser:
            return administrator(request.user, cooperative)
        return seat_of(request.user, cooperative.slug)

    @admin.display(description=_("number"))
    def code(self, row: Model) -> str:
        """The number of a document, which no field holds; a row with a field of that name shows the field."""
        return row.code

    @admin.action(description=_("Download as a spreadsheet"))
    def download_rows(self, request, queryset):
        columns = [name for name in self.get_list_display(request) if name != "action_checkbox"]
        header = [label_for_field(column, self.model, self) for column in columns]
        rows = ([self._cell(column, row) for column in columns] for row in queryset[:MOST_ROWS])
        return download(request, self.opts.model_name, header, rows)

    def _cell(self, column, row: Model):
        if callable(column):
            return getattr(row, column.field) if hasattr(column, "field") else column(row)
        if hasattr(self, column):
            return getattr(self, column)(row)
        shown = getattr(row, f"get_{column}_display", None)
        value = shown() if shown else getattr(row, column)
        if isinstance(value, dt.datetime):
            return showing.day_time(value)
        return showing.day(value) if isinstance(value, dt.date) else value


ENDS = ("__exact", "__isnull", "__gte", "__lt")  # as the filters of a list end what they ask
DAYS = {"year", "month", "day", "gte", "lt"}


class CoopFilter(admin.SimpleListFilter):
    """Narrows to one co-operative; only for who administers several."""

    title = _("co-operative")
    parameter_name = "coop"

    def lookups(self, request, model_admin):
        return list(within(Cooperative.objects.order_by("name"), request, "pk").values_list("slug", "name"))

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(cooperative__in=within(Cooperative.objects.filter(slug=self.value()), request, "pk"))
        return queryset


class Inline(Seated, admin.TabularInline):
    """Lines of a document, to look at."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False


def column(show, field: str, label):
    """A column that shows a stored integer in its unit; a download takes the integer."""

    @admin.display(description=label, ordering=field, empty_value="–")
    def shown(row):
        value = getattr(row, field)
        return None if value is None else show(value)

    shown.__name__, shown.field = field, field
    return shown


def kg(field: str, label):
    return column(showing.kg_unit, field, label)


def dong(field: str, label):
    return column(showing.dong, field, label)


def hectares(field: str, label):
    return column(showing.hectares, field, label)


class OperatorWrites:
    """Reference data: shown to every administrator, changed by the operator, for all co-operatives share it."""

    to_coop = ""

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser
