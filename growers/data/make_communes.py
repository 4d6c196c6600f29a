"""Builds communes.csv and legacy_communes.csv from the data files of the vietnamadminunits package.

Run by hand, never by the application: `python make_communes.py FOLDER`, where FOLDER is the `data` folder of
vietnamadminunits 1.0.4 (MIT licence). Only the standard library is used; the package itself is not imported.
"""

import csv
import json
import math
import sqlite3
import statistics
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = {"Xã": "xa", "Phường": "phuong", "Đặc khu": "dac_khu"}
KIND_SPELLINGS = {"Thị Trấn": "Thị trấn", "Thị Xã": "Thị xã", "Thành Phố": "Thành phố"}

# The source looks old wards up by name, and when two merged provinces had wards of one name it sometimes
# joins the wrong one: (code of the old ward, code of the new unit). Each was checked: the ward belonged to
# another district than all other parts of the unit (30 of the 31 lie 20 to 100 km off), and a second,
# independent table lacks the pair.
WRONG_PAIRS = {
    ("06079", "06184"), ("10798", "11911"), ("11890", "10804"), ("11890", "10843"), ("25462", "27694"),
    ("27691", "25459"), ("28252", "29869"), ("28270", "29869"), ("28437", "29869"), ("28439", "29869"),
    ("28924", "29734"), ("29623", "29182"), ("29734", "28921"), ("29902", "29869"), ("29908", "29869"),
    ("31246", "31726"), ("31268", "31666"), ("31378", "31654"), ("31379", "31582"), ("31438", "31741"),
    ("31474", "31741"), ("31480", "31639"), ("31483", "31591"), ("31582", "31378"), ("31606", "31495"),
    ("31657", "31378"), ("31666", "31288"), ("31669", "31480"), ("31714", "31246"), ("31741", "31408"),
    ("31744", "31473"),
}  # fmt: skip

# Islands whose own wards are badly placed in the source, while the unit itself is placed rightly.
TRUSTED_CENTROIDS = {"22736"}


def clean(text):
    """Returns text as NFC with single spaces and the kind word spelt as in law."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for wrong, right in KIND_SPELLINGS.items():
        text = text.replace(wrong + " ", right + " ")
    return text


def proper(text):
    """Returns the ward name with capital accented initials: the source has "Xã é Tòng" and "Xã Đại áng"."""
    words = clean(text).split(" ")
    return " ".join(word if word[0].isascii() else word[0].upper() + word[1:] for word in words)


def split_kind(full_name):
    """Returns (kind code, name without the kind word); raises ValueError for an unknown kind."""
    for word, kind in KINDS.items():
        if full_name.startswith(word + " "):
            return kind, full_name[len(word) + 1 :]
    raise ValueError(f"no kind word in {full_name!r}")


def kilometres(a, b):
    """Returns the distance of two (lat, lon) points; good to a few percent at Vietnam's scale."""
    east = (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(b[0] - a[0], east) * 111.2


def read_source(folder):
    """Returns (new units, old units, conversion tables) as the package stores them."""
    database = sqlite3.connect(f"{(folder / 'dataset.db').resolve().as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
    old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
    database.close()
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return new, old, conversion


def old_code(row):
    """Returns the old ward's code, or the district's for the five island districts that had no wards."""
    return row["wardCode"] or row["districtCode"]


def pairs_of(new, old, conversion):
    """Yields (old row, new row) for each part of an old ward that went into a unit, without WRONG_PAIRS."""
    new_by_key = {(row["provinceKey"], row["wardKey"]): row for row in new}
    old_by_key = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row for row in old}
    whole = conversion["DICT_PROVINCE_WARD_NO_DIVIDED"]
    parts = conversion["DICT_PROVINCE_WARD_DIVIDED"]
    keys = [(o, p, n) for p, units in whole.items() for n, olds in units.items() for o in olds]
    for province_key, olds in parts.items():
        keys += [
            (old_key, province_key, part["newWardKey"]) for old_key, into in olds.items() for part in into
        ]
    for old_key, province_key, new_key in keys:
        before, after = old_by_key[old_key], new_by_key[province_key, new_key]
        if (old_code(before), after["wardCode"]) not in WRONG_PAIRS:
            yield before, after


def centroid(row, old_points):
    """Returns (lat, lon) with five decimals, or two empty texts when the old wards inside lie elsewhere."""
    point = (row["wardLat"], row["wardLon"])
    if old_points and row["wardCode"] not in TRUSTED_CENTROIDS:
        middle = (statistics.median(p[0] for p in old_points), statistics.median(p[1] for p in old_points))
        if kilometres(point, middle) > max(12, 1.5 * math.sqrt(row["wardAreaKm2"] or 0)):
            return "", ""
    return f"{point[0]:.5f}", f"{point[1]:.5f}"


def commune_rows(new, pairs):
    """Returns the rows of communes.csv, sorted by province code and code."""
    points = {}
    for before, after in pairs:
        if before["wardLat"] is not None:
            points.setdefault(after["wardCode"], []).append((before["wardLat"], before["wardLon"]))
    rows = []
    for row in new:
        kind, name = split_kind(clean(row["ward"]))
        lat, lon = centroid(row, points.get(row["wardCode"]))
        rows.append((row["wardCode"], name, kind, row["provinceCode"], clean(row["province"]), lat, lon))
    return sorted(rows, key=lambda r: (r[3], r[0]))


def legacy_rows(pairs):
    """Returns the rows of legacy_communes.csv, sorted by new code, then by the old ward's code."""
    rows = []
    for before, after in sorted(pairs, key=lambda pair: (pair[1]["wardCode"], old_code(pair[0]))):
        district = clean(before["district"])
        name = proper(before["ward"]) if before["ward"] else district
        rows.append((after["wardCode"], name, district, clean(before["province"])))
    return rows


def write(path, header, rows):
    """Writes rows as UTF-8 CSV with Unix line ends, so that a second run gives the same bytes."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(folder):
    """Writes both files beside this script and prints what they hold."""
    new, old, conversion = read_source(Path(folder))
    pairs = list(pairs_of(new, old, conversion))
    communes = commune_rows(new, pairs)
    legacy = legacy_rows(pairs)
    write(
        HERE / "communes.csv", ("code", "name", "kind", "province_code", "province", "lat", "lon"), communes
    )
    write(HERE / "legacy_communes.csv", ("code", "name", "district", "province"), legacy)
    without = sum(1 for row in communes if not row[5])
    summary = (
        f"{len(communes)} units ({without} without centroid), {len(legacy)} legacy rows, {len(old)} old wards"
    )
    sys.stdout.write(summary + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
