"""The demonstration's co-operatives and sign-ins: one person per role and co-operative, and the operator."""

from django.contrib.auth.hashers import make_password

from growers.models import Commodity, Commune, Cooperative, Membership, User
from growers.rules.roles import ROLES
from harvests.actions.demo.plan import COOPS, PASSWORD

NAMES = {
    "director": "Giám đốc", "accountant": "Kế toán", "clerk": "Nhân viên cân", "field": "Cán bộ kỹ thuật",
    "packer": "Thủ kho", "sales": "Kinh doanh", "controller": "Kiểm soát viên", "admin": "Quản trị HTX",
}  # fmt: skip


def seed_staff() -> list[Cooperative]:
    """Make the three co-operatives, the eight sign-ins of each and the installation operator."""
    password = make_password(PASSWORD)
    coops = []
    for slug, name, legal, code, commune, director, crop, hours in COOPS:
        coop = Cooperative.objects.create(
            slug=slug,
            name=name,
            legal_name=legal,
            code=code,
            commune=Commune.objects.get(code=commune),
            commodity=Commodity.objects.get(code=crop),
            director_name=director,
            receiving_hours=hours,
            is_demo=True,
        )
        for role in ROLES:
            full = director if role == "director" else f"{NAMES[role]} {name}"
            user = User.objects.create(
                username=f"{role}.{slug}", last_name=full, password=password, is_staff=role == "admin"
            )
            Membership.objects.create(user=user, cooperative=coop, role=role)
        coops.append(coop)
    User.objects.create(
        username="operator", last_name="Vận hành hệ thống", password=password, is_staff=True, is_superuser=True
    )
    return coops
