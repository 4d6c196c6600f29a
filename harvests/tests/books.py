"""Adds up the tickets of a co-operative in plain Python and says where its books, totals or numbers differ."""

from collections import Counter, defaultdict

from harvests.models import DayBook, DayTotal, HarvestLine, HarvestRecord, HouseholdTotal
from harvests.queries.verify import findings

STANDING = ("posted", "held")


def unverified(coop) -> list[str]:
    """What `manage.py verify` finds in the books of a co-operative; none when they hold."""
    return [f"{found.title}: {found.examples}" for found in findings(coop) if found.violations]


def assert_verified(coop) -> None:
    """The last line of a scenario: every invariant holds."""
    assert unverified(coop) == []


def faults_of_books(coop) -> list[str]:
    """Every difference between what tickets say and what is kept beside them; none when all agree."""
    records = {record.pk: record for record in HarvestRecord.objects.of(coop)}
    lines = defaultdict(list)
    for line in HarvestLine.objects.of(coop):
        lines[line.record_id].append(line)
    faults = [fault for record in records.values() for fault in _of_ticket(record, lines[record.pk])]
    standing = {pk: record for pk, record in records.items() if record.status in STANDING}
    kept, meant = _kept(coop), _meant(standing.values(), lines)
    faults += [f"{key}: kept {kept[key]}, meant {meant[key]}" for key in {*kept, *meant} if kept[key] != meant[key]]
    return [*faults, *_of_numbers(coop, records.values())]


def _of_ticket(record: HarvestRecord, lines: list[HarvestLine]):
    """Each line is rounded half up by itself, and a ticket is the sum of its lines (docs/rounding.md)."""
    for line in lines:
        amount = None if line.price_vnd is None else (line.net_g * line.price_vnd + 500) // 1000
        if (line.amount_vnd, line.net_g) != (amount, line.gross_g - line.tare_g - line.deduction_g):
            yield f"{record} #{line.position}: {line.amount_vnd} for {line.net_g} g at {line.price_vnd}"
    amounts = [line.amount_vnd for line in lines]
    amount = None if None in amounts else sum(amounts)
    of_lines = (len(lines), sum(line.net_g for line in lines), sum(line.gross_g for line in lines), amount)
    if (record.loads, record.net_g, record.gross_g, record.amount_vnd) != of_lines:
        yield f"{record}: its lines come to {of_lines}"
    if record.status in STANDING and (record.status == "held") != bool(record.holds):
        yield f"{record} is {record.status} with {record.holds}"


def _kept(coop) -> dict:
    kept = defaultdict(lambda: (0, 0, 0))
    for book in DayBook.objects.of(coop):
        kept["book", book.day] = (book.tickets, book.net_g, book.amount_vnd)
    for total in DayTotal.objects.of(coop):
        kept["day", total.day, total.season_id, total.grade_id] = (total.lines, total.net_g, total.amount_vnd)
    for total in HouseholdTotal.objects.of(coop):
        kept["household", total.season_id, total.household_id] = (total.tickets, total.net_g, total.amount_vnd)
    return kept


def _meant(standing, lines) -> dict:
    meant = defaultdict(lambda: (0, 0, 0))

    def add(key, *amounts):
        meant[key] = tuple(map(sum, zip(meant[key], amounts, strict=True)))

    for record in standing:
        for key in (("book", record.day), ("household", record.season_id, record.household_id)):
            add(key, 1, record.net_g, sum(line.amount_vnd or 0 for line in lines[record.pk]))
        for line in lines[record.pk]:
            add(("day", record.day, record.season_id, line.grade_id), 1, line.net_g, line.amount_vnd or 0)
    return meant


def _of_numbers(coop, records):
    """Numbers run from 1 without a gap, versions too, and at most the newest version stands."""
    versions = defaultdict(list)
    for record in sorted(records, key=lambda record: record.revision):
        versions[record.day, record.number].append(record)
    for (day, number), found in versions.items():
        if [record.revision for record in found] != [*range(1, len(found) + 1)]:
            yield f"{day} {number}: versions {[record.revision for record in found]}"
        if {record.status for record in found[:-1]} - {"replaced"} or found[-1].status == "replaced":
            yield f"{day} {number}: {[record.status for record in found]}"
    of_day = Counter(day for day, _number in versions)
    for book in DayBook.objects.of(coop):
        numbers = sorted(number for day, number in versions if day == book.day)
        if numbers != [*range(1, book.last_number + 1)] or book.last_number != of_day[book.day]:
            yield f"{book}: last number {book.last_number}, numbers {numbers}"
