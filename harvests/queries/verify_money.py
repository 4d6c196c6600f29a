"""What has to hold of households' and traders' money: (invariant, title, table counted, SQL of faults)."""

LEDGER = "harvests_ledgerentry"
MONEY = (
    (
        10,
        "a standing, priced ticket is entered once, as it stands; others are answered",
        "harvests_harvestrecord",
        """
        SELECT 'record', r.id, r.status, r.amount_vnd, COALESCE(e.vnd, 0)
        FROM harvests_harvestrecord r
        LEFT JOIN (
            SELECT d.record_id, SUM(d.amount_vnd + COALESCE(x.amount_vnd, 0)) AS vnd
            FROM harvests_ledgerentry d LEFT JOIN harvests_ledgerentry x ON x.reverses_id = d.id
            WHERE d.cooperative_id = %(coop)s AND d.record_id IS NOT NULL GROUP BY d.record_id
        ) e ON e.record_id = r.id
        WHERE r.cooperative_id = %(coop)s AND COALESCE(e.vnd, 0) <>
            CASE WHEN r.status IN ('posted', 'held') THEN COALESCE(r.amount_vnd, 0) ELSE 0 END
        """,
    ),
    (
        10,
        "a reversal takes back its entry whole, for the same household and account",
        LEDGER,
        """
        SELECT 'entry', x.id FROM harvests_ledgerentry x JOIN harvests_ledgerentry e ON e.id = x.reverses_id
        WHERE x.cooperative_id = %(coop)s AND (
            x.amount_vnd <> -e.amount_vnd OR x.household_id <> e.household_id OR x.account <> e.account
            OR x.day < e.day OR e.reverses_id IS NOT NULL
        )
        """,
    ),
    (
        10,
        "a line of a run pays what its entries come to",
        "harvests_settlementline",
        """
        SELECT 'line', l.id, l.pay_vnd, COALESCE(i.vnd, 0), COALESCE(i.net_g, 0)
        FROM harvests_settlementline l
        JOIN harvests_settlementrun r ON r.id = l.run_id
        LEFT JOIN (
            SELECT line_id, SUM(amount_vnd) AS vnd, SUM(net_g) AS net_g FROM harvests_settlementitem
            WHERE cooperative_id = %(coop)s AND is_live GROUP BY line_id
        ) i ON i.line_id = l.id
        WHERE l.cooperative_id = %(coop)s AND (
            (r.status = 'closed' AND COALESCE(i.vnd, 0) <> l.fruit_vnd + l.other_vnd + l.brought_vnd)
            OR (r.status IN ('approved', 'paid', 'locked')
                AND (COALESCE(i.vnd, 0) <> l.pay_vnd OR COALESCE(i.net_g, 0) <> l.net_g))
        )
        """,
    ),
    (
        10,
        "a run comes to what its lines come to",
        "harvests_settlementrun",
        """
        SELECT 'run', r.id, r.pay_vnd, COALESCE(s.pay_vnd, 0), r.paid_vnd, COALESCE(p.vnd, 0)
        FROM harvests_settlementrun r
        LEFT JOIN (
            SELECT run_id, COUNT(*) AS lines, SUM(pay_vnd) AS pay_vnd, SUM(net_g) AS net_g, SUM(fruit_vnd) AS fruit_vnd
            FROM harvests_settlementline WHERE cooperative_id = %(coop)s GROUP BY run_id
        ) s ON s.run_id = r.id
        LEFT JOIN (
            SELECT l.run_id, SUM(p.amount_vnd) AS vnd FROM harvests_payment p
            JOIN harvests_settlementline l ON l.id = p.line_id
            LEFT JOIN harvests_paymentreturn b ON b.payment_id = p.id
            WHERE p.cooperative_id = %(coop)s AND b.id IS NULL GROUP BY l.run_id
        ) p ON p.run_id = r.id
        WHERE r.cooperative_id = %(coop)s AND r.status IN ('closed', 'approved', 'paid', 'locked') AND (
            r.pay_vnd <> COALESCE(s.pay_vnd, 0) OR r.net_g <> COALESCE(s.net_g, 0)
            OR r.fruit_vnd <> COALESCE(s.fruit_vnd, 0) OR r.lines_count <> COALESCE(s.lines, 0)
            OR r.paid_vnd <> COALESCE(p.vnd, 0)
            OR (r.status IN ('paid', 'locked') AND r.paid_vnd <> r.pay_vnd)
        )
        """,
    ),
    (
        11,
        "an entry is in one living run at most, and in none that was cancelled",
        "harvests_settlementitem",
        """
        SELECT 'entry', i.entry_id, COUNT(*) FROM harvests_settlementitem i
        JOIN harvests_settlementline l ON l.id = i.line_id JOIN harvests_settlementrun r ON r.id = l.run_id
        WHERE i.cooperative_id = %(coop)s AND i.is_live
        GROUP BY i.entry_id HAVING COUNT(*) > 1 OR MAX(CASE WHEN r.status = 'cancelled' THEN 1 ELSE 0 END) = 1
        """,
    ),
    (
        11,
        "a line has one standing payment at most, of what it pays, entered once",
        "harvests_payment",
        """
        SELECT 'line', l.id, l.pay_vnd FROM harvests_settlementline l
        JOIN harvests_payment p ON p.line_id = l.id
        LEFT JOIN harvests_paymentreturn b ON b.payment_id = p.id
        LEFT JOIN harvests_ledgerentry e ON e.payment_id = p.id
        LEFT JOIN harvests_ledgerentry x ON x.reverses_id = e.id
        WHERE l.cooperative_id = %(coop)s
        GROUP BY l.id, l.pay_vnd
        HAVING SUM(CASE WHEN b.id IS NULL THEN 1 ELSE 0 END) > 1
            OR MIN(p.amount_vnd) <> l.pay_vnd OR MAX(p.amount_vnd) <> l.pay_vnd
            OR COALESCE(SUM(e.amount_vnd + p.amount_vnd), -1) <> 0 OR COUNT(e.id) <> COUNT(p.id)
            OR SUM(CASE WHEN (b.id IS NULL) <> (x.id IS NULL) THEN 1 ELSE 0 END) > 0
        """,
    ),
    (
        13,
        "paid and owed is what was earned less what was taken back, household by household",
        LEDGER,
        """
        SELECT 'household', household_id, SUM(amount_vnd) FROM (
            SELECT e.household_id, e.amount_vnd FROM harvests_ledgerentry e
            WHERE e.cooperative_id = %(coop)s AND e.account = 'fruit' AND e.kind IN ('offset', 'fee') AND e.line_id > 0
            UNION ALL
            SELECT l.household_id, l.fee_vnd + l.advance_vnd + l.input_vnd + l.loan_vnd FROM harvests_settlementline l
            JOIN harvests_settlementrun r ON r.id = l.run_id
            WHERE l.cooperative_id = %(coop)s AND r.status IN ('approved', 'paid', 'locked')
        ) moved GROUP BY household_id HAVING SUM(amount_vnd) <> 0
        """,
    ),
    (
        13,
        "what a run carries forward it takes from itself",
        LEDGER,
        """
        SELECT 'line', line_id, SUM(amount_vnd) FROM harvests_ledgerentry
        WHERE cooperative_id = %(coop)s AND kind = 'carry' GROUP BY line_id HAVING SUM(amount_vnd) <> 0
        """,
    ),
    (
        13,
        "what is settled of a debt is what runs and repayments took back",
        "harvests_accountdocument",
        """
        SELECT 'document', d.id, d.settled_vnd, COALESCE(o.vnd, 0) + COALESCE(p.vnd, 0)
        FROM harvests_accountdocument d
        LEFT JOIN (
            SELECT document_id, SUM(amount_vnd) AS vnd FROM harvests_settlementoffset
            WHERE cooperative_id = %(coop)s AND is_live AND document_id IS NOT NULL GROUP BY document_id
        ) o ON o.document_id = d.id
        LEFT JOIN (
            SELECT concerns_id, SUM(amount_vnd) AS vnd FROM harvests_accountdocument
            WHERE cooperative_id = %(coop)s AND concerns_id IS NOT NULL AND void_reason = '' GROUP BY concerns_id
        ) p ON p.concerns_id = d.id
        WHERE d.cooperative_id = %(coop)s AND d.settled_vnd <> COALESCE(o.vnd, 0) + COALESCE(p.vnd, 0)
        """,
    ),
    (
        13,
        "what is settled of inputs on credit is what runs and repayments took back",
        "harvests_inputsale",
        """
        SELECT 'sale', s.id, s.settled_vnd, COALESCE(o.vnd, 0) + COALESCE(p.vnd, 0)
        FROM harvests_inputsale s
        LEFT JOIN (
            SELECT sale_id, SUM(amount_vnd) AS vnd FROM harvests_settlementoffset
            WHERE cooperative_id = %(coop)s AND is_live AND sale_id IS NOT NULL GROUP BY sale_id
        ) o ON o.sale_id = s.id
        LEFT JOIN (
            SELECT sale_id, SUM(amount_vnd) AS vnd FROM harvests_accountdocument
            WHERE cooperative_id = %(coop)s AND sale_id IS NOT NULL AND void_reason = '' GROUP BY sale_id
        ) p ON p.sale_id = s.id
        WHERE s.cooperative_id = %(coop)s AND s.terms = 'credit'
        AND s.settled_vnd <> COALESCE(o.vnd, 0) + COALESCE(p.vnd, 0)
        """,
    ),
    (
        14,
        "what a household owes is what its debts leave open",
        "harvests_householdcredit",
        """
        SELECT 'household', h.id, COALESCE(d.advance_vnd, 0), COALESCE(d.loan_vnd, 0), COALESCE(s.vnd, 0)
        FROM growers_household h
        LEFT JOIN harvests_householdcredit c ON c.household_id = h.id
        LEFT JOIN (
            SELECT household_id,
                SUM(CASE WHEN kind = 'advance' THEN amount_vnd - settled_vnd ELSE 0 END) AS advance_vnd,
                SUM(CASE WHEN kind = 'loan' THEN amount_vnd - settled_vnd ELSE 0 END) AS loan_vnd
            FROM harvests_accountdocument WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY household_id
        ) d ON d.household_id = h.id
        LEFT JOIN (
            SELECT household_id, SUM(amount_vnd - settled_vnd) AS vnd FROM harvests_inputsale
            WHERE cooperative_id = %(coop)s AND void_reason = '' AND terms = 'credit' GROUP BY household_id
        ) s ON s.household_id = h.id
        WHERE h.cooperative_id = %(coop)s AND (
            COALESCE(c.advance_vnd, 0) <> COALESCE(d.advance_vnd, 0)
            OR COALESCE(c.loan_vnd, 0) <> COALESCE(d.loan_vnd, 0)
            OR COALESCE(c.inputs_vnd, 0) <> COALESCE(s.vnd, 0)
        )
        """,
    ),
    (
        14,
        "sold of a lot in the store is what sales say",
        "harvests_inputstock",
        """
        SELECT 'stock', k.id, k.sold_milli, COALESCE(s.milli, 0) FROM harvests_inputstock k
        LEFT JOIN (
            SELECT l.stock_id, SUM(l.quantity_milli) AS milli FROM harvests_inputsaleline l
            JOIN harvests_inputsale s ON s.id = l.sale_id
            WHERE l.cooperative_id = %(coop)s AND s.void_reason = '' GROUP BY l.stock_id
        ) s ON s.stock_id = k.id
        WHERE k.cooperative_id = %(coop)s AND k.sold_milli <> COALESCE(s.milli, 0)
        """,
    ),
    (
        16,
        "nobody approved a run of the own making",
        "harvests_settlementrun",
        """
        SELECT 'run', id FROM harvests_settlementrun
        WHERE cooperative_id = %(coop)s AND (approved_by_id = closed_by_id OR approved_by_id = made_by_id)
        """,
    ),
)
