"""Facts about product cards: one for each crop of a co-operative, its picture, and whose a GTIN is."""

from growers.models import Commodity, Cooperative
from growers.rules.gs1 import LENGTHS, gtin14
from harvests.models import Lot, ProductCard


def cards(coop: Cooperative) -> list[tuple[Commodity, ProductCard | None]]:
    """Every crop with its card, those that have one first. Two statements; pictures stay in the database."""
    rows = ProductCard.objects.of(coop).defer("image").order_by("pk")
    found = {card.commodity_id: card for card in rows}
    crops = [(crop, found.get(crop.pk)) for crop in Commodity.objects.order_by("pk")]
    return sorted(crops, key=lambda pair: pair[1] is None)


def card_of(coop: Cooperative | int, crop: Commodity | int) -> ProductCard | None:
    """The card of a crop, without the picture itself."""
    return ProductCard.objects.of(coop).defer("image").filter(commodity=crop).first()


def crop_by_code(code: str) -> Commodity | None:
    """The crop with this code."""
    return Commodity.objects.filter(code=code).first()


def picture_of(coop: Cooperative | int, crop: Commodity | int) -> tuple[str, bytes] | None:
    """(type, bytes) of a crop's picture; None while there is none."""
    row = ProductCard.objects.of(coop).filter(commodity=crop, image__isnull=False).values_list("image_type", "image")
    found = row.first()
    return (found[0], bytes(found[1])) if found else None


def picture_size(card: ProductCard | None) -> int:
    """Bytes of a card's picture, 0 without one."""
    found = card and picture_of(card.cooperative_id, card.commodity_id)
    return len(found[1]) if found else 0


def lots_by_gtin(gtin: str, code: str) -> list[Lot]:
    """The lots with this code whose crop is sold under this GTIN, in whatever co-operative. Two statements.

    A GTIN is stored in the length in which it was typed.
    """
    whole = gtin14(gtin)
    written = [whole[14 - length :] for length in LENGTHS["gtin"] if not whole[: 14 - length].strip("0")]
    owners = ProductCard.objects.unscoped("a GTIN names the co-operative").filter(gtin__in=written)
    pairs = {*owners.values_list("cooperative", "commodity")}
    lots = Lot.objects.filter(cooperative__in={coop for coop, _ in pairs}, code=code)
    return [lot for lot in lots if (lot.cooperative_id, lot.commodity_id) in pairs]
