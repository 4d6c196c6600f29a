"""What the public page says of itself, in the five languages of those who scan a carton; gettext has only two."""

from harvests.rules.publishing import LANGUAGES

# In the order of LANGUAGES: Vietnamese, English, Chinese, Japanese, Korean.
_TEXTS: dict[str, tuple[str, str, str, str, str]] = {
    "language": ("Tiếng Việt", "English", "中文", "日本語", "한국어"),
    "languages": ("Ngôn ngữ", "Language", "语言", "言語", "언어"),
    "title": ("Truy xuất nguồn gốc", "Traceability", "产品追溯", "トレーサビリティ", "이력 추적"),
    "genuine": (
        "Sản phẩm của {name}", "A product of {name}", "{name} 的产品", "{name} の製品", "{name}의 제품",
    ),
    "recalled": (
        "Lô hàng này đang bị thu hồi. Xin đừng ăn, đừng bán.",
        "This lot is being recalled. Please do not eat or sell it.",
        "该批次产品正在召回。请勿食用或销售。",
        "このロットは回収中です。食べたり販売したりしないでください。",
        "이 로트는 회수 중입니다. 드시거나 판매하지 마십시오.",
    ),
    "held": (
        "Lô hàng này đang được kiểm tra. Xin tạm ngừng sử dụng.",
        "This lot is being checked. Please do not use it for now.",
        "该批次产品正在检查中。请暂停食用。",
        "このロットは確認中です。当面ご使用をお控えください。",
        "이 로트는 확인 중입니다. 당분간 사용하지 마십시오.",
    ),
    "call": ("Xin gọi", "Please call", "请致电", "お電話ください", "전화 주십시오"),
    "nothing": ("Không tìm thấy mã này", "This code was not found", "未找到该编码", "このコードは見つかりません",
                "이 코드를 찾을 수 없습니다"),
    "nothing_more": (
        "Xin kiểm tra lại mã trên tem, hoặc hỏi nơi bán hàng.",
        "Please check the code on the label, or ask where you bought it.",
        "请核对标签上的编码，或向销售商询问。",
        "ラベルのコードを確認するか、購入店にお問い合わせください。",
        "라벨의 코드를 확인하시거나 구입처에 문의하십시오.",
    ),
    "producer": ("Đơn vị sản xuất", "Producer", "生产者", "生産者", "생산자"),
    "address": ("Địa chỉ", "Address", "地址", "住所", "주소"),
    "phone": ("Điện thoại", "Telephone", "电话", "電話", "전화"),
    "origin": ("Xuất xứ", "Origin", "产地", "原産地", "원산지"),
    "grown_in": ("Nơi trồng", "Grown in", "种植地", "栽培地", "재배지"),
    "area_codes": ("Mã số vùng trồng", "Planting area code", "果园注册编号", "園地登録番号", "재배지 등록번호"),
    "brand": ("Nhãn hiệu", "Brand", "品牌", "ブランド", "브랜드"),
    "gtin": ("Mã truy vết sản phẩm (GTIN)", "Product code (GTIN)", "商品编码 (GTIN)", "商品コード (GTIN)",
             "상품 코드 (GTIN)"),
    "lot": ("Số lô", "Lot", "批次", "ロット", "로트"),
    "trace_code": ("Mã truy xuất", "Trace code", "追溯码", "追跡コード", "추적 코드"),
    "packs": ("Loại · cỡ · khối lượng tịnh", "Grade · size · net weight", "等级 · 规格 · 净重", "等級・サイズ・正味量",
              "등급 · 크기 · 순중량"),
    "best_before": ("Hạn sử dụng", "Best before", "保质期至", "賞味期限", "유통기한"),
    "shelf_life": ("Thời hạn bảo quản", "Shelf life", "保质期", "日持ち", "보관 기간"),
    "days": ("{count} ngày", "{count} days", "{count} 天", "{count} 日", "{count}일"),
    "storage": ("Bảo quản", "Storage", "贮存条件", "保存方法", "보관 방법"),
    "standards": ("Tiêu chuẩn áp dụng", "Standards applied", "执行标准", "適用規格", "적용 표준"),
    "certificates": ("Chứng nhận", "Certificates", "认证", "認証", "인증"),
    "until": ("đến {day}", "until {day}", "有效期至 {day}", "{day} まで", "{day}까지"),
    "mark": ("Nhãn hiệu chứng nhận", "Certification mark", "证明商标", "証明商標", "증명표장"),
    "steps": ("Các công đoạn", "Stages", "生产流通环节", "工程", "단계"),
    "harvest": ("Thu hoạch", "Harvest", "采收", "収穫", "수확"),
    "pack": ("Đóng gói", "Packing", "包装", "包装", "포장"),
    "treat": ("Xử lý kiểm dịch", "Quarantine treatment", "检疫处理", "検疫処理", "검역 처리"),
    "ship": ("Xuất hàng", "Shipping", "发货", "出荷", "출하"),
    "place": ("mã địa điểm {code}", "place code {code}", "地点编码 {code}", "場所コード {code}", "장소 코드 {code}"),
    "growers": ("Người trồng", "Growers", "种植户", "栽培者", "재배 농가"),
    "organic": ("Hữu cơ", "Organic", "有机", "有機", "유기농"),
    "house": ("Cơ sở đóng gói", "Packing house", "包装厂", "包装施設", "포장 시설"),
    "picture": ("Ảnh sản phẩm", "Picture of the product", "产品图片", "製品の写真", "제품 사진"),
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    language: {key: texts[place] for key, texts in _TEXTS.items()} for place, language in enumerate(LANGUAGES)
}
SCHEMES = {"vietgap": "VietGAP", "globalgap": "GlobalG.A.P.", "ocop": "OCOP"}
HTML_LANGUAGE = {"zh": "zh-Hans"}


def scheme_in(words: dict[str, str], scheme: str) -> str:
    """The name of a certification scheme, which is a word of a language only for some."""
    return SCHEMES.get(scheme) or words.get(scheme, scheme)


def day_in(language: str, iso: str) -> str:
    """A day day-first in Vietnamese and English, year-first elsewhere."""
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}" if language in ("vi", "en") else iso


def kilograms_in(language: str, grams: int) -> str:
    """A weight with its unit, with the decimal mark of the language."""
    whole, rest = divmod(grams, 1_000)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{whole}{(',' if language == 'vi' else '.') + decimals if decimals else ''} kg"
