"""Addresses of a year's surplus, below /c/<slug>/."""

from django.urls import path

from harvests.views import patronage, patronage_shown

surplus_patterns = [
    path("surplus/", patronage.surplus_list, name="surplus-list"),
    path("surplus/new/", patronage.surplus_new, name="surplus-new"),
    path("surplus/<int:pk>/", patronage.surplus_page, name="surplus-page"),
    path("surplus/<int:pk>/steps/<slug:name>/", patronage.surplus_step, name="surplus-step"),
    path("surplus/<int:pk>/adopt/", patronage.surplus_adopt, name="surplus-adopt"),
    path("surplus/<int:pk>/withdraw/", patronage.surplus_withdraw, name="surplus-withdraw"),
    path("surplus/<int:pk>/pay/", patronage.surplus_pay, name="surplus-pay"),
    path("surplus/<int:pk>/shares/<int:key>/take-back/", patronage.surplus_take_back, name="surplus-take-back"),
    path("surplus/<int:pk>/list.xlsx", patronage_shown.surplus_workbook, name="surplus-workbook"),
    path("surplus/<int:pk>/print/", patronage_shown.surplus_print, name="surplus-print"),
    path("surplus/<int:pk>/notice/", patronage_shown.surplus_notice, name="surplus-notice"),
]
