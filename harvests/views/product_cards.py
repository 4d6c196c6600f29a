"""Product cards: the list of crops, the form of a card, and its picture for those who work with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from growers.access import reads, writes
from growers.models import Commodity
from growers.rules.roles import Right
from growers.web import or_404, tried
from harvests.actions.publishing import save_card
from harvests.forms.product_cards import PLACES, ProductCardForm
from harvests.queries.product_cards import card_of, cards, crop_by_code, picture_of


@reads
def product_list(request):
    """Every crop with its card, or the way to make one."""
    rows = [
        {
            "crop": crop.name,
            "url": reverse("product-edit", args=[request.coop.slug, crop.code]),
            "card": card,
            "picture": reverse("product-picture", args=[request.coop.slug, crop.code])
            if card and card.image_type
            else "",
            "own": crop.pk == request.coop.commodity_id,
        }
        for crop, card in cards(request.coop)
    ]
    return render(request, "harvests/product_cards_list.html", {"rows": rows})


@writes(Right.PUBLISH)
def product_edit(request, crop):
    """The card of a crop, made or changed."""
    commodity = _crop(crop)
    card = card_of(request.coop, commodity)
    about = {"instance": card} if card else {}
    form = ProductCardForm(request.seat, request.POST or None, request.FILES or None, crop=commodity, **about)
    form.back = reverse("product-list", args=[request.coop.slug])
    if tried(
        form,
        lambda: save_card(
            request.seat, sent=form.sent, card=card, version=form.shown_version, commodity=commodity, **form.facts
        ),
        PLACES,
    ):
        messages.success(request, _("The product card was saved."))
        return redirect("product-list", request.coop.slug)
    context = {
        "form": form,
        "title": _("Product card: %(crop)s") % {"crop": commodity.name},
        "picture": reverse("product-picture", args=[request.coop.slug, crop]) if card and card.image_type else "",
    }
    return render(request, "harvests/product_cards_form.html", context)


@reads
def product_picture(request, crop):
    """The picture of a crop's card."""
    found = or_404(picture_of(request.coop, _crop(crop)))
    return HttpResponse(found[1], content_type=found[0])


def _crop(code: str) -> Commodity:
    return or_404(crop_by_code(code))
