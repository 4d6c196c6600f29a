"""What has to hold of personal data: sealed columns hold no plain number, erased people are gone (34 and 35)."""

_SEALED = (
    ("growers_household", "citizen_id"),
    ("growers_household", "bank_account"),
    ("growers_historicalhousehold", "citizen_id"),
    ("growers_historicalhousehold", "bank_account"),
    ("harvests_settlementline", "account_sealed"),
)
_KEY = {"growers_historicalhousehold": "history_id"}

# The names of tables and columns are written here, never typed by anybody.
PERSONS = (
    *(
        (
            34,
            f"sealed: {table}.{column}",
            table,
            f"SELECT '{table}', {_KEY.get(table, 'id')} FROM {table}"  # noqa: S608
            f" WHERE cooperative_id = %(coop)s AND {column} <> '' AND {column} NOT LIKE 's1:%%:%%'",
        )
        for table, column in _SEALED
    ),
    (
        34,
        "a citizen ID is found by a keyed index, and only by it",
        "growers_household",
        """
        SELECT 'household', code FROM growers_household
        WHERE cooperative_id = %(coop)s
        AND ((citizen_id = '') <> (citizen_index = '') OR (citizen_index <> '' AND length(citizen_index) <> 64))
        """,
    ),
    (
        35,
        "of an erased person nothing is left, nor agreed to",
        "growers_household",
        """
        SELECT 'household', h.code FROM growers_household h
        WHERE h.cooperative_id = %(coop)s AND h.erased_on IS NOT NULL AND (
            h.alias || h.citizen_id || h.phone || h.village || h.bank_account || h.bank_account_name || h.note <> ''
            OR h.name NOT LIKE '%%' || h.code || '%%'
            OR EXISTS (
                SELECT 1 FROM growers_historicalhousehold v
                WHERE v.id = h.id AND (v.name <> h.name OR v.phone || v.citizen_id || v.bank_account || v.note <> '')
            )
            OR EXISTS (SELECT 1 FROM growers_consent c WHERE c.household_id = h.id AND c.withdrawn_on IS NULL)
        )
        """,
    ),
)
