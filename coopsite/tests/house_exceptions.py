"""Where a house rule does not hold, file by file, with the reason; a test takes off the list what needs it no more."""

# Coordinates are floating point: degrees are measured, not counted. Nothing here weighs or pays.
GEOMETRY = "degrees and metres of a boundary"
FLOATS = {
    "growers/data/make_communes.py": GEOMETRY,
    "growers/forms/plots.py": GEOMETRY,
    "growers/queries/plots.py": GEOMETRY,
    "growers/rules/boundaries_judging.py": GEOMETRY,
    "growers/rules/boundaries_reading.py": GEOMETRY,
    "growers/rules/plots.py": GEOMETRY,
    "growers/views/plots.py": GEOMETRY,
    "growers/views/plots_map.py": GEOMETRY,
    "harvests/queries/suppliers.py": "the likeness of two words",
    "harvests/actions/demo/people.py": "boundaries of the demonstration",
    "harvests/actions/demo/books.py": "chance of the demonstration, whose sums are integers",
    "harvests/rules/demo_tickets.py": "chance of the demonstration, whose sums are integers",
    "harvests/pdf/kit.py": "points and millimetres of a page",
    "harvests/bench/databases.py": "joins paths",
    "harvests/bench/measuring.py": "milliseconds",
    "harvests/views/exports.py": GEOMETRY,
    "harvests/rules/epcis.py": "numbers of a JSON document, at its edge: grams stay whole until there",
}
ALLOWED: dict[str, dict[str, str]] = {
    "floats": FLOATS,
    "writes": {"harvests/bench/databases.py": "marks a throw-away database with the code that made it"},
    "raw_sql": {
        "coopsite/views.py": "the sign of life asks the database for 1",
        "coopsite/management/commands/backup.py": "VACUUM INTO has no other form",
        "growers/models/prepared.py": "sends what the ORM compiled before, with other values",
        "harvests/actions/bench_runs.py": "fills a throw-away database",
        "harvests/actions/bench_tickets.py": "fills a throw-away database, and is the bare insert to measure against",
        "harvests/bench/bare.py": "the bare views to measure against",
        "harvests/queries/verify.py": "proves the books in SQL that shares nothing with the writers",
        "harvests/bench/databases.py": "makes and drops throw-away databases",
        "harvests/bench/pages.py": "the bare views to measure against",
        "growers/data/make_communes.py": "reads a package's own SQLite file, once, to make ours",
        "harvests/actions/day_totals.py": "INSERT that adds to a row already there: not in the ORM",
        "harvests/actions/ledger.py": "INSERT … SELECT of as many tickets as there are: not in the ORM",
        "harvests/actions/seals.py": "LOCK TABLE: not in the ORM",
        "harvests/models/guards.py": "triggers: not in the ORM",
        "harvests/actions/scans.py": "INSERT that adds to a row already there: not in the ORM",
    },
    "unsafe": {
        "growers/views/households_printed.py": "an SVG that a package draws from digits",
        "growers/templatetags/rows.py": "escapes each value itself, as its tests show",
        "growers/templatetags/kept.py": "keeps what a template rendered and escaped",
        "growers/forms/renderer.py": "escapes each value itself, to the letter as Django's templates do",
        "growers/forms/base.py": "passes on what the renderer made",
        "harvests/bench/bare.py": "a bare view to measure against, in no address book of the site",
    },
}

# The scripts that may ask the server, and why.
ASKING = {
    "static/js/weigh/": "the weigh screen, its offline queue and the back-entry grid",
    "static/js/weigh_sw.js": "the weigh screen without a network",
    "static/js/slip.js": "tells that a slip was printed, so that the next one is a reprint",
}
# The scripts that make markup out of text, and why that text is harmless.
MARKUP = {"static/js/orders.js": "a copy of the page's own <template>, with the number of the row put in"}
# The templates that print markup, and who made it.
READY_MADE = {
    "templates/harvests/slip.html": "an SVG that a package draws from an address of ours",
    "templates/harvests/_settlement_qr.html": "an SVG that a package draws from a payload of ours",
}
SHIPPED = "growers/data/"  # reference data with the names its sources use
