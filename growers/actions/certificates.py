"""What can be done to certificates: added, changed, given plots from a day on, withdrawn; and to their bodies."""

import datetime as dt
from collections.abc import Sequence

from growers.actions.once import audit, change_row, insist, use_case
from growers.models import Certificate, CertificatePlot, CertificationBody, Plot
from growers.queries.certificates import scope_of
from growers.queries.seats import Seat
from growers.rules.certificates import day_after, judge_having_plots, judge_joining, judge_leaving, judge_withdrawal


@use_case
def open_body(seat: Seat, **facts) -> CertificationBody:
    """Add a certification body; raises ValidationError by field."""
    body = CertificationBody(cooperative=seat.cooperative, **facts)
    body.full_clean()
    body.save()
    audit(seat, "certification body added", body, name=body.name)
    return body


@use_case
def change_body(seat: Seat, *, body: CertificationBody, version: int, **facts) -> CertificationBody:
    """Change a certification body as it stood at `version`; raises Stale when somebody saved it since."""
    return change_row(seat, "certification body changed", body, version, facts)


@use_case
def add_certificate(seat: Seat, **facts) -> Certificate:
    """Add a certificate; plots are put under it afterwards. Raises ValidationError by field."""
    certificate = Certificate(cooperative=seat.cooperative, **facts)
    certificate.full_clean()
    certificate.save()
    audit(
        seat, "certificate added", certificate, scheme=certificate.scheme, number=certificate.number,
        since=certificate.valid_from, until=certificate.valid_to,
    )  # fmt: skip
    return certificate


@use_case
def change_certificate(seat: Seat, *, certificate: Certificate, version: int, **facts) -> Certificate:
    """Change a certificate as it stood at `version`; Refused when its plots would be of another crop, or of a house."""
    held = _hold(certificate)
    changed = change_row(seat, "certificate changed", certificate, version, facts)
    if scope_of(changed).exists():
        of_other = changed.commodity_id != held.commodity_id
        insist(judge_having_plots(crop_changed=of_other, of_house=changed.house_id is not None))
    return changed


@use_case
def withdraw_certificate(
    seat: Seat, *, certificate: Certificate, version: int, withdrawn_on: dt.date, reason: str
) -> Certificate:
    """Note that the body took a certificate back from a day on; raises Stale, Refused."""
    first, last = certificate.valid_from, certificate.valid_to
    insist(judge_withdrawal(withdrawn_on, reason, valid_from=first, valid_to=last))
    facts = {"withdrawn_on": withdrawn_on, "withdrawn_reason": reason}
    return change_row(seat, "certificate withdrawn", certificate, version, facts)


@use_case
def put_in_scope(seat: Seat, *, certificate: Certificate, plots: Sequence[Plot], valid_from: dt.date) -> Certificate:
    """Put plots under a certificate from a day on; Refused with the names of those that cannot be (R50)."""
    held = _hold(certificate)
    inside: dict[int, list] = {}
    for member in scope_of(held):
        inside.setdefault(member.plot_id, []).append((member.valid_from, member.valid_to))
    joining = [(plot.code, plot.variety.commodity_id, inside.get(plot.pk, ())) for plot in plots]
    verdict = judge_joining(
        joining, crop=held.commodity_id, validity=(held.valid_from, day_after(held.valid_to)), since=valid_from,
        of_house=held.house_id is not None,
    )  # fmt: skip
    insist(verdict)
    for plot in plots:
        member = CertificatePlot(cooperative=seat.cooperative, certificate=held, plot=plot, valid_from=valid_from)
        member.full_clean()
        member.save()
    audit(seat, "plots put under a certificate", held, plots=[plot.code for plot in plots], since=valid_from)
    return held


@use_case
def take_from_scope(
    seat: Seat, *, certificate: Certificate, members: Sequence[CertificatePlot], valid_to: dt.date
) -> Certificate:
    """End memberships on a day, from which on the plots are under the certificate no more."""
    held = _hold(certificate)
    rows = list(scope_of(held).filter(pk__in=[member.pk for member in members]))
    insist(judge_leaving([(row.plot.code, row.valid_from) for row in rows], until=valid_to))
    for row in rows:
        row.valid_to = valid_to
        row.full_clean()
        row.save()
    audit(seat, "plots taken from a certificate", held, plots=[row.plot.code for row in rows], until=valid_to)
    return held


def _hold(certificate: Certificate) -> Certificate:
    """The certificate as it stands, locked: who adds plots and who changes what it covers wait in turn."""
    return Certificate.objects.of(certificate.cooperative_id).select_for_update().get(pk=certificate.pk)
