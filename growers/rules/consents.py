"""When a consent can be recorded or withdrawn (R110), and the words which the co-operative asks it with."""

import datetime as dt

from growers.rules.verdicts import Verdict

CODES = (
    "consent_in_future",
    "consent_already",
    "consent_of_erased",
    "consent_withdrawn_already",
    "withdrawal_in_future",
    "withdrawal_before_consent",
)
# What is read out or signed; what was agreed to is stored with each consent, so that these may change.
WORDINGS = {
    "public_name": (
        "Tôi đồng ý để hợp tác xã ghi họ tên và xã của tôi trên nhãn và trang truy xuất công khai của lô hàng có quả "
        "của tôi. Tôi có thể rút lại bất cứ lúc nào; khi đó tên tôi được gỡ ngay khỏi các trang."
    ),
    "public_photo": (
        "Tôi đồng ý để hợp tác xã dùng ảnh chụp tôi và vườn của tôi trên trang công khai và mạng xã hội của hợp tác "
        "xã. Tôi có thể rút lại bất cứ lúc nào."
    ),
    "messages": (
        "Tôi đồng ý nhận bảng kê, thông báo thanh toán và lịch thu mua qua Zalo hoặc tin nhắn tới số điện thoại tôi đã "
        "cho. Tôi có thể rút lại bất cứ lúc nào."
    ),
    "partners": (
        "Tôi đồng ý để hợp tác xã đưa họ tên, địa chỉ và diện tích của tôi cho bên mua, đoàn kiểm tra và tổ chức chứng "
        "nhận khi họ cần kiểm chứng nguồn gốc. Tôi có thể rút lại bất cứ lúc nào."
    ),
}


def judge_consent(given_on: dt.date, *, today: dt.date, living: bool, erased: bool) -> Verdict:
    """Whether a consent can be recorded; `living`: the same purpose has one that stands."""
    return Verdict.refusing(
        ("consent_in_future", given_on > today), ("consent_already", living), ("consent_of_erased", erased),
    )


def judge_withdrawal(withdrawn_on: dt.date, *, given_on: dt.date, today: dt.date, withdrawn: bool) -> Verdict:
    """Whether a consent can be withdrawn on a day: people may at any time, on no day to come."""
    return Verdict.refusing(
        ("consent_withdrawn_already", withdrawn),
        ("withdrawal_in_future", withdrawn_on > today),
        ("withdrawal_before_consent", withdrawn_on < given_on),
    )
