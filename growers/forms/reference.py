"""The form of a province's figures, for the admin: hectares and tonnes as they were published."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.fields import AreaField, KgField, LineField
from growers.models import ReferenceStat
from growers.queries.reference import provinces


class ReferenceStatForm(forms.ModelForm):
    """Figures with their marks; the province is chosen by its name."""

    province_code = forms.ChoiceField(label=_("Province"))
    area_m2 = AreaField(label=_("Area"), required=False, help_text=_("Such as 300 ha"))
    certified_area_m2 = AreaField(label=_("Certified area"), required=False, help_text=_("Such as 240 ha"))
    output_g = KgField(label=_("Output"), required=False, help_text=_("Such as 5000 tấn"))
    source = LineField(label=_("Source"), max_length=300)

    class Meta:
        model = ReferenceStat
        fields = [
            "province_code", "year", "commodity", "area_mark", "area_m2", "certified_mark", "certified_area_m2",
            "output_mark", "output_g", "source",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province_code"].choices = provinces()
