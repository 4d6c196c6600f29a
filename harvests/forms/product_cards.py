"""The form of a product card: what the world reads of a crop, and its picture, judged by its bytes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.base import RowForm, model_field
from growers.forms.fields import WholeField
from growers.forms.layout import in_groups
from growers.models import Commodity
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import ProductCard
from harvests.rules.pictures import BadPicture, read_picture

PLACES = {
    "card_gtin_wrong": "gtin", "card_gtin_of_other": "gtin", "card_shelf_life_unlikely": "shelf_life_days",
}  # fmt: skip
# What is read of an upload before it is judged: twelve times what may be kept.
MOST_UPLOADED = 2_500_000


class ProductCardForm(RowForm):
    """A crop's card; without a new picture the old one stays."""

    shelf_life_days = WholeField(label=_("Shelf life (days)"), required=False)
    picture = forms.FileField(
        label=_("Picture"), required=False, allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG or PNG, at most 200 KB; the public page has room for 28 KB."),
    )  # fmt: skip

    class Meta:
        model = ProductCard
        fields = [
            "name_vi", "name_en", "name_zh", "name_ja", "name_ko", "brand", "gtin", "origin_vi", "origin_en",
            "shelf_life_days", "storage", "standards",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, crop: Commodity | None = None, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.crop = crop or self.instance.commodity
        self.instance.commodity = self.crop
        if not self.instance.pk:
            self.initial |= {"name_vi": self.crop.name_vi, "name_en": self.crop.name_en}

    @property
    def purpose(self) -> str:
        """The same whether there is a card yet: a first sending that comes again finds the card that it made."""
        return f"{type(self).__qualname__} {self.crop.pk}"

    @property
    def helper(self):
        groups = [
            (_("Names"), [["name_vi", "name_en"], ["name_zh", "name_ja", "name_ko"], ["brand", "gtin"]]),
            (_("Origin"), [["origin_vi", "origin_en"], ["standards"]]),
            (_("Keeping"), [["shelf_life_days", "storage"]]),
            (_("Picture"), [["picture"]]),
        ]
        return in_groups(super().helper, self, groups)

    def clean_picture(self):
        """The picture freed of what the camera wrote beside it; None when none was sent."""
        file = self.cleaned_data["picture"]
        if file is None:
            return None
        if file.size > MOST_UPLOADED:
            raise ValidationError(sentence(Reason("picture_heavy")), "picture_heavy")
        try:
            return read_picture(file.read())
        except BadPicture as bad:
            raise ValidationError(sentence(Reason(bad.code)), bad.code) from None
