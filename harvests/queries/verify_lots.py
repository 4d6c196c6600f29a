"""What has to hold of lots, allocations and deliveries: (invariant, title, table counted, SQL of faults)."""

LOTS = (
    (
        4,
        "what was harvested is in stock, in lots, set aside, delivered or lost",
        "harvests_harvestrecord",
        """
        SELECT 'co-operative', h.harvested, u.unpacked, o.open_g, c.free, m.moved, x.lost
        FROM
        (SELECT COALESCE(SUM(net_g), 0) AS harvested FROM harvests_harvestrecord
            WHERE cooperative_id = %(coop)s AND status IN ('posted', 'held')) h,
        (SELECT COALESCE(SUM(l.net_g - l.allocated_g), 0) AS unpacked
            FROM harvests_harvestline l JOIN harvests_harvestrecord r ON r.id = l.record_id
            WHERE l.cooperative_id = %(coop)s AND r.status IN ('posted', 'held')) u,
        (SELECT COALESCE(SUM(in_g - out_g - loss_g), 0) AS open_g FROM harvests_lot
            WHERE cooperative_id = %(coop)s AND status <> 'void') o,
        (SELECT COALESCE(SUM(c.net_g - c.allocated_g), 0) AS free
            FROM harvests_lotcarton c JOIN harvests_lot t ON t.id = c.lot_id
            WHERE c.cooperative_id = %(coop)s AND t.status <> 'void') c,
        (SELECT COALESCE(SUM(grams), 0) AS moved FROM harvests_allocation
            WHERE cooperative_id = %(coop)s AND void_reason = '') m,
        (SELECT COALESCE(SUM(s.grams), 0) AS lost
            FROM harvests_lotloss s JOIN harvests_lot t ON t.id = s.lot_id
            WHERE s.cooperative_id = %(coop)s AND t.status <> 'void') x
        WHERE h.harvested <> u.unpacked + o.open_g + c.free + m.moved + x.lost
        """,
    ),
    (
        5,
        "a lot's sums are those of its inputs, cartons and losses",
        "harvests_lot",
        """
        SELECT 'lot', t.code, t.in_g, COALESCE(i.grams, 0), t.out_g, COALESCE(c.net_g, 0), t.loss_g,
            COALESCE(x.grams, 0)
        FROM harvests_lot t
        LEFT JOIN (SELECT lot_id, SUM(grams) AS grams FROM harvests_lotinput
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY lot_id) i ON i.lot_id = t.id
        LEFT JOIN (SELECT lot_id, SUM(net_g) AS net_g FROM harvests_lotcarton
            WHERE cooperative_id = %(coop)s GROUP BY lot_id) c ON c.lot_id = t.id
        LEFT JOIN (SELECT lot_id, SUM(grams) AS grams FROM harvests_lotloss
            WHERE cooperative_id = %(coop)s GROUP BY lot_id) x ON x.lot_id = t.id
        WHERE t.cooperative_id = %(coop)s AND t.status <> 'void' AND (
            t.in_g <> COALESCE(i.grams, 0) OR t.out_g <> COALESCE(c.net_g, 0) OR t.loss_g <> COALESCE(x.grams, 0)
        )
        """,
    ),
    (
        5,
        "a closed lot balances, and no sum of a lot is negative",
        "harvests_lot",
        """
        SELECT 'lot', code, in_g, out_g, loss_g FROM harvests_lot
        WHERE cooperative_id = %(coop)s AND (
            (status = 'closed' AND in_g <> out_g + loss_g) OR in_g < 0 OR out_g < 0 OR loss_g < 0
        )
        """,
    ),
    (
        5,
        "a void lot gave everything back and nobody took from it",
        "harvests_lot",
        """
        SELECT 'lot', t.code FROM harvests_lot t
        WHERE t.cooperative_id = %(coop)s AND t.status = 'void' AND (
            EXISTS (SELECT 1 FROM harvests_lotinput i WHERE i.lot_id = t.id AND i.void_reason = '')
            OR EXISTS (SELECT 1 FROM harvests_lotcarton c WHERE c.lot_id = t.id AND c.allocated_g <> 0)
        )
        """,
    ),
    (
        6,
        "what was taken of a carton line is what allocations and other lots say",
        "harvests_lotcarton",
        """
        SELECT 'carton', c.id, c.allocated_g, c.net_g FROM harvests_lotcarton c
        LEFT JOIN (SELECT carton_id, SUM(grams) AS grams FROM harvests_allocation
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY carton_id) a ON a.carton_id = c.id
        LEFT JOIN (SELECT carton_id, SUM(grams) AS grams FROM harvests_lotinput
            WHERE cooperative_id = %(coop)s AND void_reason = '' AND carton_id IS NOT NULL GROUP BY carton_id) i
            ON i.carton_id = c.id
        WHERE c.cooperative_id = %(coop)s AND (
            c.allocated_g <> COALESCE(a.grams, 0) + COALESCE(i.grams, 0)
            OR c.allocated_g < 0 OR c.allocated_g > c.net_g
        )
        """,
    ),
    (
        6,
        "an order line has what deliveries brought and what is set aside for it, within its limit",
        "harvests_orderline",
        """
        SELECT 'order line', l.id, l.delivered_g, COALESCE(d.grams, 0), l.allocated_g, COALESCE(a.grams, 0)
        FROM harvests_orderline l
        LEFT JOIN (SELECT line_id, SUM(quantity_g) AS grams FROM harvests_delivery
            WHERE cooperative_id = %(coop)s AND void_reason = '' GROUP BY line_id) d ON d.line_id = l.id
        LEFT JOIN (SELECT a.order_line_id, SUM(a.grams) AS grams FROM harvests_allocation a
            LEFT JOIN harvests_shipment s ON s.id = a.shipment_id
            WHERE a.cooperative_id = %(coop)s AND a.void_reason = ''
            AND (s.id IS NULL OR s.status NOT IN ('departed', 'arrived'))
            GROUP BY a.order_line_id) a ON a.order_line_id = l.id
        WHERE l.cooperative_id = %(coop)s AND (
            l.delivered_g <> COALESCE(d.grams, 0) OR l.allocated_g <> COALESCE(a.grams, 0)
            OR l.delivered_g + l.allocated_g > l.limit_g
        )
        """,
    ),
    (
        6,
        "what departed was delivered once, to the gram",
        "harvests_allocation",
        """
        SELECT 'allocation', a.id, a.grams, d.n, d.grams FROM harvests_allocation a
        JOIN harvests_shipment s ON s.id = a.shipment_id AND s.status IN ('departed', 'arrived')
        LEFT JOIN (SELECT allocation_id, COUNT(*) AS n, SUM(quantity_g) AS grams FROM harvests_delivery
            WHERE cooperative_id = %(coop)s AND void_reason = '' AND allocation_id IS NOT NULL
            GROUP BY allocation_id) d ON d.allocation_id = a.id
        WHERE a.cooperative_id = %(coop)s AND a.void_reason = '' AND (d.n IS NULL OR d.n <> 1 OR d.grams <> a.grams)
        """,
    ),
    (
        6,
        "nothing was delivered of an allocation that did not depart",
        "harvests_delivery",
        """
        SELECT 'delivery', d.id FROM harvests_delivery d
        JOIN harvests_allocation a ON a.id = d.allocation_id
        LEFT JOIN harvests_shipment s ON s.id = a.shipment_id
        WHERE d.cooperative_id = %(coop)s AND d.void_reason = ''
        AND (
            a.void_reason <> '' OR s.id IS NULL OR s.status NOT IN ('departed', 'arrived')
            OR a.order_line_id <> d.line_id
        )
        """,
    ),
    (
        7,
        "every lot that packed something leads back to harvest records",
        "harvests_lot",
        """
        SELECT 'lot', t.code FROM harvests_lot t
        WHERE t.cooperative_id = %(coop)s AND t.status = 'closed' AND t.out_g > 0
        AND NOT EXISTS (SELECT 1 FROM harvests_lotinput i WHERE i.lot_id = t.id AND i.void_reason = '')
        """,
    ),
    (
        7,
        "no way of the fruit leads through a void lot or over an input without a household",
        "harvests_lotinput",
        """
        SELECT 'input', i.id FROM harvests_lotinput i
        JOIN harvests_lot t ON t.id = i.lot_id
        LEFT JOIN harvests_lotcarton c ON c.id = i.carton_id
        LEFT JOIN harvests_lot s ON s.id = c.lot_id
        LEFT JOIN harvests_harvestline l ON l.id = i.line_id
        LEFT JOIN harvests_harvestrecord r ON r.id = l.record_id
        WHERE i.cooperative_id = %(coop)s AND i.void_reason = '' AND (
            t.status = 'void' OR s.status = 'void' OR (i.carton_id IS NOT NULL AND s.id <> i.source_id)
            OR (i.line_id IS NOT NULL AND (r.household_id IS NULL OR r.day > t.packed_on))
        )
        """,
    ),
    (
        8,
        "every movement of packed fruit names who and when, and is not nothing",
        "harvests_lotinput",
        """
        SELECT 'input', id FROM harvests_lotinput
        WHERE cooperative_id = %(coop)s AND (entered_by_id IS NULL OR entered_at IS NULL OR grams <= 0)
        UNION ALL
        SELECT 'allocation', id FROM harvests_allocation
        WHERE cooperative_id = %(coop)s AND (made_by_id IS NULL OR made_at IS NULL OR grams <= 0)
        UNION ALL
        SELECT 'delivery', id FROM harvests_delivery
        WHERE cooperative_id = %(coop)s AND (entered_by_id IS NULL OR entered_at IS NULL OR quantity_g <= 0)
        """,
    ),
    (
        9,
        "cartons weigh what their pack says",
        "harvests_lotcarton",
        """
        SELECT 'carton', id, pack_g, cartons, net_g FROM harvests_lotcarton
        WHERE cooperative_id = %(coop)s AND pack_g IS NOT NULL AND pack_g * cartons <> net_g
        """,
    ),
    (
        15,
        "order and shipment numbers of a year have no gap",
        "harvests_numberseries",
        """
        SELECT 'series', n.kind, n.year, n.last, COUNT(o.id) FROM harvests_numberseries n
        LEFT JOIN (
            SELECT id, 'DH' AS kind, year, number FROM harvests_traderorder WHERE cooperative_id = %(coop)s
            UNION ALL SELECT id, 'CH', year, number FROM harvests_shipment WHERE cooperative_id = %(coop)s
            UNION ALL SELECT id, 'TH', year, number FROM harvests_recall WHERE cooperative_id = %(coop)s
        ) o ON o.kind = n.kind AND o.year = n.year
        WHERE n.cooperative_id = %(coop)s AND n.kind IN ('DH', 'CH', 'TH')
        GROUP BY n.kind, n.year, n.last HAVING COUNT(o.id) <> n.last
        """,
    ),
)
