"""What has to hold of harvest records and their sums: (invariant, title, table counted, SQL of faults)."""

# A single load above a hundred tonnes is a fault of the unit.
STOCK = (
    (
        1,
        "a load gives no more than it weighs",
        "harvests_harvestline",
        """
        SELECT 'line', id, allocated_g, net_g FROM harvests_harvestline
        WHERE cooperative_id = %(coop)s AND (allocated_g < 0 OR allocated_g > net_g)
        """,
    ),
    (
        2,
        "what lots took of a load is what their inputs say",
        "harvests_harvestline",
        """
        SELECT 'line', l.id, l.allocated_g, COALESCE(i.grams, 0)
        FROM harvests_harvestline l
        LEFT JOIN (
            SELECT line_id, SUM(grams) AS grams FROM harvests_lotinput
            WHERE cooperative_id = %(coop)s AND line_id IS NOT NULL AND void_reason = '' GROUP BY line_id
        ) i ON i.line_id = l.id
        WHERE l.cooperative_id = %(coop)s AND l.allocated_g <> COALESCE(i.grams, 0)
        """,
    ),
    (
        3,
        "gross less tare less deduction is net, within bounds",
        "harvests_harvestline",
        """
        SELECT 'line', id FROM harvests_harvestline
        WHERE cooperative_id = %(coop)s
        AND (
            gross_g - tare_g - deduction_g <> net_g OR tare_g < 0 OR deduction_g < 0 OR net_g <= 0 OR net_g > 100000000
        )
        """,
    ),
    (
        3,
        "a record weighs what its loads weigh",
        "harvests_harvestrecord",
        """
        SELECT 'record', r.id, r.net_g, COALESCE(s.net_g, 0)
        FROM harvests_harvestrecord r
        LEFT JOIN (
            SELECT record_id, COUNT(*) AS loads, SUM(gross_g) AS gross_g, SUM(tare_g) AS tare_g,
                SUM(deduction_g) AS deduction_g, SUM(net_g) AS net_g
            FROM harvests_harvestline WHERE cooperative_id = %(coop)s GROUP BY record_id
        ) s ON s.record_id = r.id
        WHERE r.cooperative_id = %(coop)s AND (
            s.record_id IS NULL OR r.loads <> s.loads OR r.gross_g <> s.gross_g OR r.tare_g <> s.tare_g
            OR r.deduction_g <> s.deduction_g OR r.net_g <> s.net_g
        )
        """,
    ),
    (
        4,
        "no lot holds fruit of a record that is void or replaced",
        "harvests_harvestline",
        """
        SELECT 'line', l.id, r.status FROM harvests_harvestline l
        JOIN harvests_harvestrecord r ON r.id = l.record_id
        WHERE l.cooperative_id = %(coop)s AND l.allocated_g > 0 AND r.status NOT IN ('posted', 'held')
        """,
    ),
    (
        8,
        "every record names who, when, where",
        "harvests_harvestrecord",
        """
        SELECT 'record', id FROM harvests_harvestrecord
        WHERE cooperative_id = %(coop)s
        AND (recorded_by_id IS NULL OR recorded_at IS NULL OR day IS NULL OR season_id IS NULL OR net_g = 0)
        """,
    ),
    (
        10,
        "a load is worth its grams times its price, rounded half up",
        "harvests_harvestline",
        """
        SELECT 'line', id, amount_vnd FROM harvests_harvestline
        WHERE cooperative_id = %(coop)s AND price_vnd IS NOT NULL
        AND (amount_vnd IS NULL OR amount_vnd <> (net_g * price_vnd + 500) / 1000)
        """,
    ),
    (
        10,
        "the day totals are the sums of the loads that stand",
        "harvests_daytotal",
        """
        SELECT 'day', COALESCE(t.day, s.day), COALESCE(t.net_g, 0), COALESCE(s.net_g, 0)
        FROM (
            SELECT r.day, r.season_id, l.grade_id, COUNT(*) AS lines, SUM(l.net_g) AS net_g,
                SUM(COALESCE(l.amount_vnd, 0)) AS amount_vnd
            FROM harvests_harvestline l JOIN harvests_harvestrecord r ON r.id = l.record_id
            WHERE l.cooperative_id = %(coop)s AND r.status IN ('posted', 'held')
            GROUP BY r.day, r.season_id, l.grade_id
        ) s FULL OUTER JOIN (
            SELECT day, season_id, grade_id, lines, net_g, amount_vnd FROM harvests_daytotal
            WHERE cooperative_id = %(coop)s AND lines > 0
        ) t ON t.day = s.day AND t.season_id = s.season_id AND t.grade_id = s.grade_id
        WHERE t.day IS NULL OR s.day IS NULL OR t.lines <> s.lines OR t.net_g <> s.net_g
        OR t.amount_vnd <> s.amount_vnd
        """,
    ),
    (
        10,
        "the household totals are the sums of the records that stand",
        "harvests_householdtotal",
        """
        SELECT 'household', COALESCE(t.household_id, s.household_id), COALESCE(t.net_g, 0), COALESCE(s.net_g, 0)
        FROM (
            SELECT season_id, household_id, SUM(net_g) AS net_g FROM harvests_harvestrecord
            WHERE cooperative_id = %(coop)s AND status IN ('posted', 'held') GROUP BY season_id, household_id
        ) s FULL OUTER JOIN (
            SELECT season_id, household_id, net_g FROM harvests_householdtotal
            WHERE cooperative_id = %(coop)s AND net_g > 0
        ) t ON t.season_id = s.season_id AND t.household_id = s.household_id
        WHERE t.season_id IS NULL OR s.season_id IS NULL OR t.net_g <> s.net_g
        """,
    ),
)
