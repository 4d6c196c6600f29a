"""What a register of households and their plots may hold, and the words by which co-operatives head its columns."""

from collections.abc import Mapping

from growers.rules.sheets.plots import PLOT_COLUMNS
from growers.rules.sheets.tables import Column, Schema, spelled

KINDS = {
    "official": spelled("thành viên chính thức | chính thức | TVCT | thành viên | xã viên | official member | member"),
    "associate_capital": spelled(
        "thành viên liên kết góp vốn | liên kết góp vốn | LKGV | associate member with capital"
    ),
    "associate": spelled(
        "thành viên liên kết không góp vốn | liên kết không góp vốn | thành viên liên kết | "
        "associate member without capital | associate member"
    ),
    "linked": spelled("hộ liên kết | liên kết | LK | hộ dân liên kết | ngoài HTX | linked household | linked"),
    "cooperative": spelled("HTX khác | hợp tác xã | HTX | other co-operative | co-operative | cooperative"),
}
GENDERS = {
    "f": spelled("nữ | female | bà | chị"),
    "m": spelled("nam | male | ông | anh"),
}

_HOUSEHOLD = (
    Column(
        "code",
        "Mã hộ",
        "Household code",
        spelled(
            "mã | mã số | mã thành viên | mã số hộ | mã xã viên | mã TV | mã HTX | mã KH | mã nông hộ | số hộ | "
            "code | member code | household no | household id | member no | id"
        ),
        "code",
        width=3,
        max_length=6,
    ),
    Column(
        "name",
        "Họ và tên chủ hộ",
        "Head of household",
        spelled(
            "họ tên | họ và tên | tên chủ hộ | chủ hộ | tên hộ | họ tên chủ hộ | hộ | tên | họ tên thành viên | "
            "tên thành viên | họ và tên thành viên | hộ gia đình | hộ trồng | tên nông hộ | nông hộ | chủ vườn | "
            "name | full name | household | household name | head | grower | grower name | member name | farmer | "
            "farmer name"
        ),
        "name",
        max_length=120,
    ),
    Column(
        "alias",
        "Tên gọi khác",
        "Also called",
        spelled("tên khác | tên thường gọi | bí danh | alias | also known as | nickname"),
        max_length=120,
    ),
    Column(
        "kind",
        "Tư cách",
        "Membership type",
        spelled(
            "tư cách thành viên | loại thành viên | loại hộ | đối tượng | hình thức tham gia | membership "
            "| member type | kind"
        ),
        "choice",
        choices=KINDS,
    ),
    Column(
        "register_no",
        "Số sổ đăng ký",
        "Register number",
        spelled("số đăng ký thành viên | số sổ thành viên | số sổ | register no"),
        max_length=20,
    ),
    Column(
        "capital_vnd",
        "Vốn góp",
        "Capital contribution",
        spelled("phần vốn góp | số vốn góp | vốn | vốn góp đồng | capital | capital share"),
        "money",
        low=0,
    ),
    Column(
        "joined_on",
        "Ngày vào",
        "Joined",
        spelled(
            "ngày vào HTX | ngày tham gia | năm vào | năm tham gia | ngày gia nhập | năm gia nhập | tham gia từ | "
            "joined on | date joined | member since"
        ),
        "date",
        year_ok=True,
        past=True,
    ),
    Column(
        "citizen_id",
        "Số CCCD",
        "Citizen ID",
        spelled(
            "CCCD | số định danh | số định danh cá nhân | căn cước | căn cước công dân | số căn cước | CMND | "
            "CCCD/CMND | CMND/CCCD | số CMND | số CMND/CCCD | chứng minh nhân dân | citizen id no | identity "
            "number | identity card | id card | id number | national id"
        ),
        "citizen_id",
    ),
    Column(
        "gender",
        "Giới tính",
        "Gender",
        spelled("nam/nữ | phái | sex"),
        "choice",
        choices=GENDERS,
    ),
    Column(
        "birth_year",
        "Năm sinh",
        "Birth year",
        spelled("ngày sinh | ngày tháng năm sinh | sinh năm | year of birth | date of birth | born"),
        "year",
        past=True,
    ),
    Column(
        "ethnicity",
        "Dân tộc",
        "Ethnicity",
        spelled("ethnic group"),
        max_length=40,
    ),
    Column(
        "phone",
        "Điện thoại",
        "Phone",
        spelled(
            "số điện thoại | SĐT | ĐT | SDT | di động | điện thoại di động | số ĐT | zalo | điện thoại liên hệ | "
            "phone number | mobile | telephone | tel"
        ),
        "phone",
    ),
    Column(
        "commune",
        "Xã/phường",
        "Commune or ward",
        spelled(
            "xã | phường | xã phường | xã, phường | tên xã | xã/phường/thị trấn | xã/thị trấn | commune | ward | "
            "commune/ward"
        ),
        max_length=80,
    ),
    Column(
        "village",
        "Bản/tiểu khu",
        "Village",
        spelled(
            "bản | tiểu khu | thôn | thôn/bản | bản/thôn | thôn bản | tổ | tổ dân phố | xóm | ấp | địa chỉ | nơi "
            "ở | bản/tiểu khu/tổ | tên bản | village name | hamlet | address"
        ),
        max_length=80,
    ),
)
_PAYMENT = (
    Column(
        "bank",
        "Ngân hàng",
        "Bank",
        spelled("tên ngân hàng | NH | mở tại ngân hàng | bank name"),
        max_length=160,
    ),
    Column(
        "bank_account",
        "Số tài khoản",
        "Account number",
        spelled("STK | số TK | tài khoản | TK | tài khoản ngân hàng | bank account | account | account no"),
        "account",
    ),
    Column(
        "bank_account_name",
        "Tên tài khoản",
        "Account name",
        spelled("chủ tài khoản | tên chủ tài khoản | tên TK | chủ TK | account holder"),
        max_length=120,
    ),
    Column(
        "note",
        "Ghi chú",
        "Note",
        spelled("chú thích | chú ý | diễn giải | mô tả | notes | remark | remarks | comment"),
        max_length=2000,
    ),
)

PEOPLE = Schema(
    name="people",
    columns=_HOUSEHOLD + PLOT_COLUMNS + _PAYMENT,
    one_of=(("code", "name"),),
    subject=tuple(c.key for c in _HOUSEHOLD),
    repeats=tuple(c.key for c in _HOUSEHOLD) + tuple(c.key for c in _PAYMENT if c.key != "note"),
    sections={"commune": "commune", "village": "village"},
)


def people_schema(*, code_width: int = 3, varieties: Mapping[str, tuple[str, ...]] | None = None) -> Schema:
    """The register as one co-operative keeps it: the length of its codes, and its varieties by key with their names.

    Without varieties the column is read as text.
    """
    schema = PEOPLE.changed("code", width=code_width)
    return schema.changed("variety", kind="choice", choices=varieties) if varieties else schema
