"""What is let out of the house: product cards, public pages of lots, links to papers; and how it is taken back."""

import datetime as dt

from coopsite import clock
from growers.actions.once import Refused, audit, changes, insist, save_version, use_case
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.actions.lot_inputs import taken_lot
from harvests.models import Dossier, Lot, ProductCard, Shipment, TracePage
from harvests.queries.product_cards import picture_size
from harvests.queries.publishing import page_facts, page_of_lot
from harvests.rules.pictures import PUBLIC_BYTES, Picture
from harvests.rules.product_cards import judge_card
from harvests.rules.publishing import judge_dossier, judge_page

# What nobody types of a page and of a link; a hash is unique beyond the co-operative, which no check of a form may ask.
UNTYPED = ("withdrawn_at", "lot", "shipment", "revoked_at", "last_viewed_at", "token_sha256")


@use_case
def save_card(
    seat: Seat, *, card: ProductCard | None, version: int = 0, picture: Picture | None = None, **facts
) -> ProductCard:
    """Make a crop's card, or change it as it stood at `version`; without a new picture the old one stays.

    Raises Refused, Stale, ValidationError by field (a second card of a crop).
    """
    coop = seat.cooperative
    stored = ProductCard.objects.of(coop).get(pk=card.pk) if card else ProductCard(cooperative=coop)
    before = {name: str(getattr(stored, name, "")) for name in facts if card}
    for name, value in facts.items():
        setattr(stored, name, value)
    if picture:
        stored.image, stored.image_type = picture.content, picture.kind
    insist(judge_card(facts, prefix=coop.gs1_prefix))
    stored.full_clean()
    if card:
        save_version(stored, version)
    else:
        stored.save()
    after = {name: str(getattr(stored, name)) for name in facts}
    audit(seat, "product card saved", stored, changes=changes(before, after), picture=bool(picture))
    return stored


@use_case
def publish_page(seat: Seat, *, lot: Lot) -> TracePage:
    """Let the world read about a lot: the facts of this moment, and only those the law names (R84, R114).

    Raises Refused with everything that is missing; a withdrawn page comes back with new facts.
    """
    taken_lot(seat, lot)
    stored = Lot.objects.of(seat.cooperative).select_related(
        "cooperative__commune", "commodity", "market", "house", "area_code"
    ).get(pk=lot.pk)  # fmt: skip
    page = page_of_lot(stored)
    if page and page.withdrawn_at is None:
        raise Refused.because("page_published")
    facts, verdict = judged_page(stored)
    insist(verdict)
    page = page or TracePage(cooperative=seat.cooperative, lot=stored)
    page.facts, page.published_by, page.published_at = facts, seat.user, clock.now()
    page.withdrawn_at, page.withdrawn_reason = None, ""
    page.full_clean(exclude=UNTYPED)
    if page.pk:
        save_version(page, page.version)
    else:
        page.save()
    audit(seat, "page published", stored, facts=facts)
    return page


def judged_page(lot: Lot) -> tuple[dict, Verdict]:
    """The facts that would be published of a lot, and what is missing of them."""
    facts = page_facts(lot)
    card = ProductCard.objects.of(lot.cooperative_id).defer("image").filter(commodity=lot.commodity_id).first()
    return facts, judge_page(
        facts, status=lot.status, is_held=lot.is_held, picture_bytes=picture_size(card), most_bytes=PUBLIC_BYTES
    )


@use_case
def withdraw_page(seat: Seat, *, lot: Lot, reason: str) -> TracePage:
    """Take a lot's page back; its code then looks like one that never was. Raises Refused."""
    stored = taken_lot(seat, lot)
    page = page_of_lot(stored)
    if page is None or page.withdrawn_at is not None:
        raise Refused.because("page_not_published")
    if not reason:
        raise Refused.because("page_withdraw_without_reason")
    page.withdrawn_at, page.withdrawn_reason = clock.now(), reason
    page.full_clean(exclude=UNTYPED)
    save_version(page, page.version)
    audit(seat, "page withdrawn", stored, reason=reason)
    return page


@use_case
def make_dossier(
    seat: Seat, *, recipient: str, days: int, token_sha256: str, lot: Lot | None = None,
    shipment: Shipment | None = None,
) -> Dossier:  # fmt: skip
    """Make a link to the papers of a lot or of a shipment for so many days; of its secret only the hash comes here."""
    void = bool(lot and taken_lot(seat, lot).status == Lot.Status.VOID)
    insist(judge_dossier(days=days, of_lot=bool(lot), of_shipment=bool(shipment), lot_void=void))
    row = Dossier(
        cooperative=seat.cooperative, lot=lot, shipment=shipment, recipient=recipient, token_sha256=token_sha256,
        expires_at=clock.real_now() + dt.timedelta(days=days), made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    row.full_clean(exclude=UNTYPED)
    row.save()
    audit(seat, "dossier made", row, recipient=recipient, days=days)
    return row


@use_case
def revoke_dossier(seat: Seat, *, dossier: Dossier) -> Dossier:
    """End a link before its day; it then looks like one that never was. Raises Refused when it was revoked already."""
    rows = Dossier.objects.of(seat.cooperative).filter(pk=dossier.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=clock.real_now()):
        raise Refused.because("dossier_revoked")
    audit(seat, "dossier revoked", dossier, recipient=dossier.recipient)
    return Dossier.objects.of(seat.cooperative).get(pk=dossier.pk)
