"""The Vietnamese traceability set of a lot, by the names that the law uses: for the portals that ask for it.

Decree 37/2026 art. 23(5) and (7), and the ten items of Circular 02/2024/TT-BKHCN. The application prepares the data; it
is not the national portal and declares no conformity (Decree 37/2026 art. 23(4), 27).
"""

from collections.abc import Mapping
from typing import Any

# How the set's steps are called in the papers.
STEPS = {
    "harvest": "Thu hoạch", "weigh": "Cân, tiếp nhận", "pack": "Sơ chế, đóng gói", "repack": "Đóng gói lại",
    "treat": "Xử lý", "ship": "Xuất bán",
}  # fmt: skip
NAMES = {
    "name": "Tên sản phẩm",
    "picture": "Hình ảnh sản phẩm",
    "producer": "Tên đơn vị sản xuất, kinh doanh",
    "address": "Địa chỉ đơn vị sản xuất, kinh doanh",
    "origin": "Xuất xứ",
    "steps": "Sự kiện truy xuất và thời gian",
    "product_code": "Mã truy vết sản phẩm",
    "place_codes": "Mã truy vết địa điểm",
    "trace_code": "Mã truy xuất nguồn gốc",
    "brand": "Thương hiệu, nhãn hiệu, mã ký hiệu, số sê-ri",
    "shelf_life": "Hạn sử dụng",
    "standards": "Tiêu chuẩn, quy chuẩn áp dụng",
}


def dataset(facts: Mapping[str, Any], *, address: str, picture: str) -> dict[str, Any]:
    """The set from a public page's facts, with the addresses of page and picture; what is missing is ""."""
    producer, origin = facts.get("producer") or {}, facts.get("origin") or {}
    steps = [
        {
            "Sự kiện": STEPS.get(step["kind"], step["kind"]),
            "Từ ngày": step.get("first") or "",
            "Đến ngày": step.get("last") or step.get("first") or "",
            "Mã địa điểm": step.get("place") or "",
        }
        for step in facts.get("steps") or ()
    ]
    values = {
        "name": (facts.get("name") or {}).get("vi") or "",
        "picture": picture,
        "producer": producer.get("name") or "",
        "address": producer.get("address") or "",
        "origin": origin.get("vi") or "",
        "steps": steps,
        "product_code": facts.get("gtin") or "",
        "place_codes": [*dict.fromkeys(step["Mã địa điểm"] for step in steps if step["Mã địa điểm"])],
        "trace_code": address,
        "brand": ", ".join(filter(None, [facts.get("brand"), facts.get("lot")])),
        "shelf_life": facts.get("best_before") or "",
        "standards": facts.get("standards") or "",
    }
    return {NAMES[key]: value for key, value in values.items()}


def missing(found: Mapping[str, Any]) -> list[str]:
    """What the law asks for and the set does not have; brand and shelf life are asked only where there are any."""
    optional = {NAMES["brand"], NAMES["shelf_life"], NAMES["product_code"]}
    return [name for name, value in found.items() if not value and name not in optional]
