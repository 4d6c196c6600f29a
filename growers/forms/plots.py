"""Forms about plots: the filter of the list, the plot with its boundary and place, the stages of its planting."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import model_field
from growers.forms.fields import AreaField, LineField, TypedField, WholeField
from growers.forms.layout import in_groups
from growers.forms.places import PlacedForm, PlaceFilter
from growers.models import Household, Market, Plot
from growers.queries.plots import boundaries_beside, places_of_plots, stages_of, varieties
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.boundaries_judging import Limits, area_m2, centre, judge_boundary
from growers.rules.boundaries_reading import MAX_BYTES, UnreadableBoundary, read_boundary
from growers.rules.plots import Stage, judge_plot, read_gps
from growers.wording import sentence

# Where each reason of the rule is shown; what concerns the stages stands at the top.
PLACES = {
    "area_too_small": "area_m2",
    "area_too_large": "area_m2",
    "planted_in_future": "planted_year",
    "planted_long_ago": "planted_year",
    "first_crop_before_planted": "first_crop_year",
    "first_crop_far": "first_crop_year",
}
ALL = ("", _("all"))


class GpsField(TypedField):
    """Latitude and longitude in one field, as phones copy them; cleaned to two decimals."""

    inputmode = "text"

    def read(self, text):
        return read_gps(text)

    def show(self, value):
        return ", ".join(f"{degrees:.6f}" for degrees in value)


class PlotFilter(PlaceFilter):
    """What the list and the map of plots are narrowed to, and how the map is coloured."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("in use")), *Plot.Status.choices, ("all", _("all"))]
    )
    practice = forms.ChoiceField(label=_("Practice"), required=False, choices=[ALL, *Plot.Practice.choices])
    coded = forms.ChoiceField(
        label=_("Planting area code"),
        required=False,
        choices=[ALL, ("yes", _("with a code")), ("no", _("without a code"))],
    )
    market = forms.TypedChoiceField(label=_("Market"), required=False, coerce=int, empty_value=None)
    unmapped = forms.BooleanField(label=_("Without a boundary"), required=False)
    colour = forms.ChoiceField(
        label=_("Colour by"),
        required=False,
        choices=[("", _("planting area code")), ("practice", _("practice"))],
    )
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["search"]

    def __init__(self, coop, data, markets: list[Market]):
        super().__init__(coop, data, places_of_plots(coop))
        self.offer("market", ((market.pk, market.name) for market in markets))

    def arrange(self):
        if not self.on_map:
            self.fields["colour"].widget = forms.HiddenInput()

    @property
    def on_map(self) -> bool:
        return self.typed.get("view") == "map"

    @property
    def colour_by(self) -> str:
        return super().facts.get("colour") or "code"

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name not in ("view", "colour")}


class StageForm(forms.Form):
    """One row of the stages; an empty row is no stage."""

    year = WholeField(label=_("Year"), required=False)
    posts = WholeField(label=_("Posts"), required=False)
    plants = WholeField(label=_("Plants"), required=False)
    note = LineField(label=_("Note"), required=False, max_length=120)

    @property
    def stage(self) -> Stage | None:
        values = self.cleaned_data
        if not any(values.values()):
            return None
        return Stage(values["year"], values["posts"], values["plants"], values["note"])


StageFormSet = forms.formset_factory(StageForm, extra=2, max_num=20, absolute_max=20, validate_max=True)


class PlotForm(PlacedForm):
    """A plot as it is typed, drawn, pasted or uploaded; a doubtful boundary wants a tick, nothing else does."""

    area_m2 = AreaField(label=_("Area"), help_text=_("2 or 2,5 ha; 5000 m2; 3 sào (of 360 m²)"))
    posts = WholeField(label=_("Posts"), required=False)
    plants = WholeField(label=_("Plants"), required=False)
    planted_year = WholeField(label=_("Planted in"), required=False)
    first_crop_year = WholeField(label=_("First crop in"), required=False)
    gps = GpsField(
        label=_("GPS point"), required=False, help_text=_("Latitude, longitude. Empty: the middle of the boundary.")
    )
    boundary = forms.CharField(
        label=_("Boundary (GeoJSON or KML)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "font-monospace"}),
        help_text=_("Draw it on the map, or paste it here."),
    )
    boundary_file = forms.FileField(
        label=_("or upload a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,.kml"}),
        help_text=_("GeoJSON or KML, at most 2 MB; it takes the place of the text."),
    )
    confirm_boundary = forms.BooleanField(label=_("The boundary is right all the same"), required=False)

    class Meta:
        model = Plot
        fields = [
            "household", "name", "status", "area_m2", "posts", "plants", "variety", "planted_year", "first_crop_year",
            "irrigation", "ground_cover", "practice", "commune", "land_document_no", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, household: Household | None = None, **kwargs):
        super().__init__(seat, *args, **kwargs)
        coop = seat.cooperative
        self.fields["variety"].queryset = varieties(coop.commodity)
        self.before = (self.instance.boundary, self.instance.area_m2)
        if self.instance.pk:
            del self.fields["household"]
        else:
            rows = self.fields["household"].queryset
            self.fields["household"].queryset = rows.only("code", "name", "cooperative").order_by("sort_key", "code")
            self.fields["household"].initial = household
            self.fields["variety"].initial = self.fields["variety"].queryset.first()
            self.fields["commune"].help_text = _("Empty: where the household lives.")
        if self.instance.boundary:
            self.initial["boundary"] = json.dumps(self.instance.boundary, separators=(",", ":"))
        if self.instance.lat is not None and self.instance.lon is not None:
            self.initial["gps"] = (self.instance.lat, self.instance.lon)
        self.stages = StageFormSet(
            self.data if self.is_bound else None,
            prefix="stages",
            initial=[
                {"year": stage.year, "posts": stage.posts, "plants": stage.plants, "note": stage.note}
                for stage in (stages_of(self.instance) if self.instance.pk else ())
            ],
        )

    @property
    def helper(self):
        first = [["household", "name"]] if "household" in self.fields else [["name"]]
        groups = [
            (_("Plot"), [*first, ["area_m2", "posts", "plants"], ["variety", "planted_year", "first_crop_year"],
                         ["status", "practice"], ["irrigation", "ground_cover"]]),
            (_("Where"), [["commune", "commune_elsewhere"], ["gps", "land_document_no"]]),
            (_("Boundary"), [["growers/_plot_editor.html"], ["boundary", "boundary_file"],
                             ["confirm_boundary"] if self.doubts else []]),
            ("", [["growers/_plots_stages.html"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    @property
    def doubts(self) -> bool:
        """Whether the boundary wants a tick: only then is there something to tick."""
        return "confirm_boundary" in self.errors or bool(self.data.get("confirm_boundary"))

    def meet(self, current: Plot) -> None:
        """Also show what has no field of the model: the place, the boundary by its size, the stages."""
        super().meet(current)
        show, typed = self.fields["gps"].show, self.cleaned_data
        place = None if current.lat is None else (current.lat, current.lon)
        drawn = typed.get("geometry")
        pairs = (
            (self.fields["gps"].label, typed.get("gps") and show(typed["gps"]), place and show(place)),
            (_("Boundary"), drawn and showing.hectares(area_m2(drawn)), current.boundary and _drawn(current)),
            (_("Stages of planting"), _told(typed.get("stages", ())), _told(stages_of(current))),
        )
        told = [(label, mine or "", saved or "") for label, mine, saved in pairs]
        self.conflict += [pair for pair in told if pair[1] != pair[2]]

    def usual_commune(self, facts):
        household = facts.get("household")
        return household and household.commune

    def clean(self):
        facts = super().clean()
        if not self.stages.is_valid():
            self.add_error(None, _("Look at the stages of planting again."))
        facts["stages"] = [form.stage for form in self._stage_forms() if form.stage]
        settings = settings_on(self.seat.cooperative, clock.today())
        density = (settings["posts_per_ha_low"], settings["posts_per_ha_high"])
        verdict = judge_plot(facts, stages=facts["stages"], density=density, today=clock.today())
        self.add_verdict(verdict, PLACES)
        facts["geometry"] = self._geometry(facts, Limits(area_difference_bp=settings["area_difference_bp"]))
        return facts

    def _stage_forms(self) -> list[StageForm]:
        return [form for form in self.stages.forms if form.is_valid()] if self.stages.is_bound else []

    def _geometry(self, facts: dict, limits: Limits) -> dict | None:
        """The boundary that was given, if it is one; every problem next to the field that it came in."""
        file = facts.get("boundary_file")
        name = "boundary_file" if file else "boundary"
        source = file.read(MAX_BYTES + 1) if file else facts.get("boundary") or ""
        if not source:
            return None
        try:
            geometry = read_boundary(source)
        except UnreadableBoundary as problem:
            self.add_error(name, ValidationError(sentence(problem.reason), problem.reason.code))
            return None
        if (geometry, facts.get("area_m2")) != self.before:
            self._judge(geometry, name, facts, limits)
        if file and self.errors:
            self._keep_in_text(geometry)
        return geometry

    def _judge(self, geometry: dict, name: str, facts: dict, limits: Limits) -> None:
        commune = facts.get("commune")
        middle = (float(commune.lat), float(commune.lon)) if commune and commune.lat and commune.lon else None
        verdict = judge_boundary(
            geometry,
            typed_m2=facts.get("area_m2"),
            neighbours=self._beside(geometry),
            commune_centre=middle,
            limits=limits,
        )
        self.add_verdict(verdict, dict.fromkeys(verdict.codes, name))
        if verdict.allowed and verdict.warnings and not facts.get("confirm_boundary"):
            for reason in verdict.warnings:
                self.add_error("confirm_boundary", ValidationError(sentence(reason), reason.code))

    def _beside(self, geometry: dict):
        """Asked only when the shape stands: before, its middle may lie anywhere."""
        yield from boundaries_beside(self.seat.cooperative, *centre(geometry), but=self.instance.pk)

    def _keep_in_text(self, geometry: dict) -> None:
        """A page cannot give a file back; as text the boundary stays for the next try."""
        self.data = self.data.copy()
        self.data["boundary"] = json.dumps(geometry, separators=(",", ":"))

    @property
    def facts(self) -> dict:
        values = super().facts
        place = values.pop("gps", None) or (None, None)
        values["boundary"] = values.pop("geometry", None)
        for name in ("boundary_file", "confirm_boundary"):
            values.pop(name, None)
        return {**values, "lat": place[0], "lon": place[1]}


def _drawn(plot: Plot) -> str:
    return showing.hectares(plot.drawn_m2)


def _told(stages) -> str:
    """The stages in one line, to compare two versions of a plot."""
    known = sorted((stage for stage in stages if stage.year), key=lambda stage: stage.year)
    return "; ".join(f"{stage.year}: {showing.count(stage.posts)} / {showing.count(stage.plants)}" for stage in known)
