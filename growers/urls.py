"""Addresses of people and land, below /c/<slug>/."""

from django.urls import path

from growers.views import areas, codes, households, households_printed, plots, plots_map, settings

urlpatterns = [
    path("settings/", settings.setting_list, name="setting-list"),
    path("settings/<slug:key>/", settings.setting_edit, name="setting-edit"),
    path("households/", households.household_list, name="household-list"),
    path("households/new/", households.household_new, name="household-new"),
    path("households/phones/", households_printed.household_phones, name="household-phones"),
    path("households/cards/", households_printed.household_cards, name="household-cards"),
    path("households/<str:code>/", households.household_page, name="household-page"),
    path("households/<str:code>/edit/", households.household_edit, name="household-edit"),
    path("households/<str:code>/numbers/", households.household_numbers, name="household-numbers"),
    path("plots/", plots.plot_list, name="plot-list"),
    path("plots/new/", plots.plot_new, name="plot-new"),
    path("plots/area/", plots.area_echo, name="area-echo"),
    path("plots/plots.geojson", plots_map.plot_geojson, name="plot-geojson"),
    path("plots/<str:code>/", plots.plot_page, name="plot-page"),
    path("plots/<str:code>/edit/", plots.plot_edit, name="plot-edit"),
    path("areas/", areas.area_list, name="area-list"),
    path("areas/new/", areas.area_new, name="area-new"),
    path("areas/<str:code>/", areas.area_page, name="area-page"),
    path("areas/<str:code>/edit/", areas.area_edit, name="area-edit"),
    path("areas/<str:area>/codes/new/", codes.code_new, name="code-new"),
    path("areas/<str:area>/codes/<int:key>/", codes.code_page, name="code-page"),
    path("areas/<str:area>/codes/<int:key>/edit/", codes.code_edit, name="code-edit"),
    path("areas/<str:area>/codes/<int:key>/status/", codes.code_status, name="code-status"),
    path("areas/<str:area>/codes/<int:key>/plots/", codes.code_join, name="code-join"),
    path("areas/<str:area>/codes/<int:key>/plots/end/", codes.code_leave, name="code-leave"),
]
