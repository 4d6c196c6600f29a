"""Addresses of the papers of settlement runs, of bank files, purchase lists and links of households."""

from django.urls import path

from harvests.views import bank_files, household_links, purchases, settlement_outputs, settlement_papers

urlpatterns = [
    path("money/runs/<str:code>/papers/", settlement_papers.run_papers, name="run-papers"),
    path("money/runs/<str:code>/papers/statements.pdf", settlement_papers.run_statements, name="run-statements"),
    path(
        "money/runs/<str:code>/papers/statements-vietqr.pdf", settlement_outputs.run_statements_full,
        name="run-statements-full",
    ),
    path(
        "money/runs/<str:code>/papers/statements/<str:household>/", settlement_papers.run_statement,
        name="run-statement",
    ),
    path("money/runs/<str:code>/papers/statements/<str:household>/link/", household_links.run_link, name="run-link"),
    path("money/runs/<str:code>/papers/messages/", settlement_papers.run_messages, name="run-messages"),
    path("money/runs/<str:code>/papers/bank-file/", settlement_outputs.run_bank_file, name="run-bank-file"),
    path("money/runs/<str:code>/papers/transfers.pdf", settlement_papers.run_transfers, name="run-transfers"),
    path("money/runs/<str:code>/papers/vietqr/", settlement_outputs.run_vietqr, name="run-vietqr"),
    path("money/runs/<str:code>/papers/vouchers.pdf", settlement_outputs.run_vouchers, name="run-vouchers"),
    path("money/runs/<str:code>/papers/purchases.pdf", settlement_papers.run_purchases, name="run-purchases"),
    path(
        "money/runs/<str:code>/papers/purchases-full.pdf", settlement_outputs.run_purchases_full,
        name="run-purchases-full",
    ),
    path("money/runs/<str:code>/papers/goods-received.pdf", settlement_papers.run_received, name="run-received"),
    path("money/runs/<str:code>/papers/everything.xlsx", settlement_papers.run_workbook, name="run-workbook"),
    path("money/bank-files/", bank_files.bank_file_list, name="bank-file-list"),
    path("money/bank-files/new/", bank_files.bank_file_new, name="bank-file-new"),
    path("money/bank-files/<int:pk>/edit/", bank_files.bank_file_edit, name="bank-file-edit"),
    path("money/purchases/", purchases.purchase_list_page, name="purchase-list"),
    path("money/purchases/full.pdf", purchases.purchase_list_full, name="purchase-list-full"),
    path("money/links/", household_links.household_link_list, name="household-link-list"),
    path("money/links/<int:pk>/revoke/", household_links.household_link_revoke, name="household-link-revoke"),
    path("households/<str:code>/link/", household_links.household_link_new, name="household-link-new"),
    path("harvests/days/<str:day>/goods-received.pdf", purchases.day_received, name="day-received"),
]  # fmt: skip
