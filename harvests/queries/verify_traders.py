"""What has to hold of traders' money: (invariant, title, table counted, SQL of faults)."""

TRADERS = (
    (
        10,
        "a receivable comes to what its lines come to, at its rate",
        "harvests_receivable",
        """
        SELECT 'receivable', r.id, r.amount_minor, s.minor FROM harvests_receivable r
        JOIN (
            SELECT receivable_id, SUM(amount_minor) AS minor, SUM(net_g) AS net_g FROM harvests_receivableline
            WHERE cooperative_id = %(coop)s GROUP BY receivable_id
        ) s ON s.receivable_id = r.id
        WHERE r.cooperative_id = %(coop)s AND (r.amount_minor <> s.minor OR r.net_g <> s.net_g)
        """,
    ),
    (
        10,
        "a receivable in dollars is worth its dong",
        "harvests_receivable",
        """
        SELECT 'receivable', id, amount_vnd FROM harvests_receivable WHERE cooperative_id = %(coop)s AND amount_vnd <>
            CASE WHEN currency = 'VND' THEN amount_minor ELSE (amount_minor * rate_vnd + 50) / 100 END
        """,
    ),
    (
        13,
        "what is settled of a receivable is what receipts and deposits settled, credited what claims agreed",
        "harvests_receivable",
        """
        SELECT 'receivable', r.id, r.settled_vnd, r.credited_vnd FROM harvests_receivable r
        LEFT JOIN (
            SELECT receivable_id, SUM(amount_vnd) AS vnd FROM harvests_receiptshare
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY receivable_id
        ) s ON s.receivable_id = r.id
        LEFT JOIN (
            SELECT receivable_id, SUM(amount_vnd) AS vnd FROM harvests_depositmove
            WHERE cooperative_id = %(coop)s AND void_reason = '' AND kind = 'offset' GROUP BY receivable_id
        ) m ON m.receivable_id = r.id
        LEFT JOIN (
            SELECT receivable_id, SUM(agreed_vnd) AS vnd FROM harvests_claim
            WHERE cooperative_id = %(coop)s AND status = 'agreed' GROUP BY receivable_id
        ) c ON c.receivable_id = r.id
        WHERE r.cooperative_id = %(coop)s AND (
            r.settled_vnd <> COALESCE(s.vnd, 0) + COALESCE(m.vnd, 0) OR r.credited_vnd <> COALESCE(c.vnd, 0)
        )
        """,
    ),
    (
        13,
        "what is applied of a receipt is what its shares say",
        "harvests_receipt",
        """
        SELECT 'receipt', r.id, r.applied_vnd, COALESCE(s.vnd, 0) FROM harvests_receipt r
        LEFT JOIN (
            SELECT receipt_id, SUM(amount_vnd) AS vnd FROM harvests_receiptshare
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY receipt_id
        ) s ON s.receipt_id = r.id
        WHERE r.cooperative_id = %(coop)s AND r.applied_vnd <> COALESCE(s.vnd, 0)
        """,
    ),
    (
        13,
        "every dong of a deposit that went somewhere has a movement",
        "harvests_deposit",
        """
        SELECT 'deposit', d.id FROM harvests_deposit d
        LEFT JOIN (
            SELECT deposit_id,
                SUM(CASE WHEN kind = 'offset' THEN amount_vnd ELSE 0 END) AS offset_vnd,
                SUM(CASE WHEN kind = 'refund' THEN amount_vnd ELSE 0 END) AS refunded_vnd,
                SUM(CASE WHEN kind = 'forfeit' THEN amount_vnd ELSE 0 END) AS forfeited_vnd,
                SUM(CASE WHEN kind = 'penalty' THEN amount_vnd ELSE 0 END) AS penalty_vnd
            FROM harvests_depositmove WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY deposit_id
        ) m ON m.deposit_id = d.id
        WHERE d.cooperative_id = %(coop)s AND (
            d.offset_vnd <> COALESCE(m.offset_vnd, 0) OR d.refunded_vnd <> COALESCE(m.refunded_vnd, 0)
            OR d.forfeited_vnd <> COALESCE(m.forfeited_vnd, 0) OR d.penalty_vnd <> COALESCE(m.penalty_vnd, 0)
        )
        """,
    ),
    (
        13,
        "a trader owes what is open of its receivables less what is on account; its deposits are what is held",
        "harvests_traderentry",
        """
        SELECT 'trader', t.id, COALESCE(e.trade, 0), COALESCE(r.vnd, 0) - COALESCE(p.vnd, 0), COALESCE(e.held, 0)
        FROM harvests_trader t
        LEFT JOIN (
            SELECT trader_id, SUM(CASE WHEN account = 'trade' THEN amount_vnd ELSE 0 END) AS trade,
                SUM(CASE WHEN account = 'deposit' THEN amount_vnd ELSE 0 END) AS held
            FROM harvests_traderentry WHERE cooperative_id = %(coop)s GROUP BY trader_id
        ) e ON e.trader_id = t.id
        LEFT JOIN (
            SELECT trader_id, SUM(amount_vnd - settled_vnd - credited_vnd) AS vnd FROM harvests_receivable
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY trader_id
        ) r ON r.trader_id = t.id
        LEFT JOIN (
            SELECT trader_id, SUM(amount_vnd - applied_vnd) AS vnd FROM harvests_receipt
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY trader_id
        ) p ON p.trader_id = t.id
        LEFT JOIN (
            SELECT trader_id, SUM(amount_vnd - offset_vnd - refunded_vnd - forfeited_vnd) AS vnd FROM harvests_deposit
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY trader_id
        ) d ON d.trader_id = t.id
        WHERE t.cooperative_id = %(coop)s AND (
            COALESCE(e.trade, 0) <> COALESCE(r.vnd, 0) - COALESCE(p.vnd, 0)
            OR COALESCE(e.held, 0) <> -COALESCE(d.vnd, 0)
        )
        """,
    ),
)
