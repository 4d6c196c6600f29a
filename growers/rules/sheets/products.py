"""What a list of input products may hold, and the words by which co-operatives and shops head its columns."""

from growers.rules.sheets.tables import Column, Schema, spelled

KINDS = {
    "fertiliser": spelled("phân bón | phân | phân vô cơ | phân hóa học | NPK | fertiliser | fertilizer"),
    "organic_fertiliser": spelled(
        "phân hữu cơ | phân hữu cơ vi sinh | phân vi sinh | phân chuồng | organic fertiliser | organic fertilizer"
    ),
    "pesticide": spelled(
        "thuốc BVTV | thuốc bảo vệ thực vật | thuốc | thuốc trừ sâu | thuốc trừ bệnh | thuốc trừ cỏ | trừ sâu | "
        "trừ bệnh | trừ cỏ | thuốc hóa học | pesticide | insecticide | fungicide | herbicide"
    ),
    "bio_pesticide": spelled(
        "thuốc sinh học | chế phẩm sinh học | thuốc BVTV sinh học | sinh học | bio-pesticide | biopesticide"
    ),
    "regulator": spelled(
        "điều hòa sinh trưởng | kích thích sinh trưởng | thuốc điều hòa sinh trưởng | growth regulator"
    ),
    "sanitiser": spelled("khử trùng | sát trùng | sanitiser | sanitizer | disinfectant"),
    "other": spelled("khác | other"),
}
MOST_DAYS = 365

PRODUCTS = Schema(
    name="products",
    columns=(
        Column(
            "name",
            "Tên thương phẩm",
            "Trade name",
            spelled(
                "tên thuốc | tên thương mại | tên sản phẩm | tên vật tư | vật tư | sản phẩm | thuốc | tên phân bón | "
                "tên hàng | product | product name | name | brand name"
            ),
            required=True,
            max_length=120,
        ),
        Column(
            "registration_no",
            "Số đăng ký",
            "Registration number",
            spelled("số ĐK | SĐK | số giấy đăng ký | số lưu hành | mã số lưu hành | registration | registration no"),
            max_length=40,
        ),
        Column(
            "formulation",
            "Dạng thuốc",
            "Formulation",
            spelled("dạng | dạng thành phẩm | dạng chế phẩm | dạng bào chế | form"),
            max_length=20,
        ),
        Column(
            "actives",
            "Hoạt chất",
            "Active ingredients",
            spelled(
                "tên hoạt chất | hoạt chất chính | thành phần | thành phần hoạt chất | hoạt chất và hàm lượng | "
                "active ingredient | active | actives | composition"
            ),
            max_length=400,
        ),
        Column(
            "kind",
            "Loại vật tư",
            "Kind of product",
            spelled("loại | loại thuốc | nhóm | nhóm thuốc | loại sản phẩm | kind | type | category"),
            "choice",
            choices=KINDS,
        ),
        Column(
            "crops",
            "Cây trồng",
            "Crops",
            spelled("cây | đối tượng cây trồng | dùng cho cây | cây trồng đăng ký | crop"),
            max_length=200,
        ),
        Column(
            "phi_days",
            "Thời gian cách ly (ngày)",
            "Pre-harvest interval (days)",
            spelled(
                "thời gian cách ly | TGCL | cách ly | cách ly ngày | số ngày cách ly | PHI | PHI days | "
                "pre-harvest interval | interval"
            ),
            max_length=40,
        ),
        Column(
            "permitted_from",
            "Được phép từ",
            "Permitted from",
            spelled("hiệu lực từ | từ ngày | ngày bắt đầu | valid from | from"),
            "date",
        ),
        Column(
            "permitted_to",
            "Hết phép từ",
            "No longer permitted from",
            spelled("được phép đến | hiệu lực đến | đến ngày | hết hạn | ngày hết hạn | valid until | until | to"),
            "date",
        ),
        Column(
            "supplier",
            "Nhà cung cấp",
            "Supplier",
            spelled("nơi bán | đại lý | công ty | tên công ty | tổ chức đăng ký | nhà sản xuất | company | vendor"),
            max_length=120,
        ),
        Column(
            "note",
            "Ghi chú",
            "Note",
            spelled("chú thích | notes | remark | remarks"),
            max_length=500,
        ),
    ),
    subject=("name",),
)
