"""What a register says of a plot: land, posts, plants, care, and the words by which co-operatives head its columns."""

from growers.rules.sheets.tables import Column, spelled

FIRST_PLANTED = 1_950
AREA_BOUNDS = (100, 500_000)  # m²: 0.01 to 50 ha (workflow.md M6)

IRRIGATION = {
    "none": spelled("không | không tưới | nước trời | no | rainfed"),
    "manual": spelled("thủ công | tưới tay | tưới thủ công | vòi | by hand | manual"),
    "sprinkler": spelled("phun | phun mưa | tưới phun | phun sương | sprinkler"),
    "drip": spelled("nhỏ giọt | tưới nhỏ giọt | tưới tiết kiệm | drip | drip irrigation"),
}
COVER = {
    "grass": spelled("cỏ | thảm cỏ | cỏ tự nhiên | grass"),
    "mulch": spelled("bạt | bạt phủ | màng phủ | nilon | plastic mulch | mulch"),
    "organic": spelled("hữu cơ | rơm | rơm rạ | vật liệu hữu cơ | organic matter | straw"),
}
# A register that only says "hữu cơ" claims a practice, not a certificate (workflow.md M6).
PRACTICE = {
    "conventional": spelled("thông thường | truyền thống | thường | conventional"),
    "vietgap": spelled("VietGAP | Viet GAP | theo VietGAP"),
    "globalgap": spelled("GlobalGAP | Global GAP | GLOBALG.A.P."),
    "organic_way": spelled("hướng hữu cơ | theo hướng hữu cơ | hữu cơ | organic | organic practice"),
    "organic": spelled("hữu cơ chứng nhận | chứng nhận hữu cơ | certified organic | organic certified"),
}

PLOT_COLUMNS = (
    Column(
        "plot",
        "Thửa",
        "Plot",
        spelled(
            "tên thửa | mã thửa | số thửa | thửa số | thửa đất | vườn | tên vườn | mã vườn | lô vườn | lô | vị "
            "trí thửa | xứ đồng | khu vườn | plot name | plot code | plot no | orchard"
        ),
        max_length=80,
    ),
    Column(
        "area",
        "Diện tích",
        "Area",
        spelled(
            "DT | diện tích trồng | diện tích vườn | diện tích thửa | tổng diện tích | diện tích canh tác | ha | "
            "diện tích đất | quy mô | area ha | plot area | hectares | surface"
        ),
        "area",
        low=AREA_BOUNDS[0],
        high=AREA_BOUNDS[1],
    ),
    Column(
        "posts",
        "Số trụ",
        "Posts",
        spelled("trụ | tổng số trụ | số lượng trụ | cột | số cột | post count | number of posts"),
        "integer",
        low=0,
        high=1000000,
    ),
    Column(
        "plants",
        "Số gốc",
        "Plants",
        spelled(
            "gốc | số cây | cây | tổng số gốc | tổng số cây | số lượng gốc | số lượng cây | số hom | plant count "
            "| number of plants | trees | number of trees"
        ),
        "integer",
        low=0,
        high=4000000,
    ),
    Column(
        "variety",
        "Giống",
        "Variety",
        spelled("giống cây | giống thanh long | tên giống | loại giống | giống vải | cultivar"),
        max_length=60,
    ),
    Column(
        "planted_year",
        "Năm trồng",
        "Planted",
        spelled(
            "trồng năm | ngày trồng | thời gian trồng | năm bắt đầu trồng | planted in | year planted | planting year"
        ),
        "year",
        low=FIRST_PLANTED,
        past=True,
    ),
    Column(
        "first_crop_year",
        "Năm thu bói",
        "First crop",
        spelled("thu bói | năm cho thu hoạch | năm thu hoạch đầu | first crop in | first crop year"),
        "year",
        low=FIRST_PLANTED,
    ),
    Column(
        "irrigation",
        "Tưới",
        "Irrigation",
        spelled("hệ thống tưới | hình thức tưới | cách tưới | nước tưới"),
        "choice",
        choices=IRRIGATION,
    ),
    Column(
        "ground_cover",
        "Che phủ",
        "Ground cover",
        spelled("che phủ đất | phủ gốc | cover | mulching"),
        "choice",
        choices=COVER,
    ),
    Column(
        "practice",
        "Canh tác",
        "Practice",
        spelled(
            "hình thức canh tác | quy trình | tiêu chuẩn | phương thức canh tác | quy trình sản xuất | chứng nhận "
            "| VietGAP | farming practice | standard"
        ),
        "choice",
        choices=PRACTICE,
    ),
    Column(
        "area_code",
        "Mã số vùng trồng",
        "Planting area code",
        spelled("mã vùng trồng | MSVT | mã vùng | mã số VT | PUC | production unit code | area code"),
        max_length=40,
    ),
)
