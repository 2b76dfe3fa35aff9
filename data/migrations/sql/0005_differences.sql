-- How many payments and forms are cases of a difference, and of which as-of days: from `since` on,
-- and before `until`. data/derived/difference_rules.py says what is a case; the import keeps it.

CREATE TABLE differences (
    office_code text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    day date NOT NULL,
    kind text COLLATE "C" NOT NULL,
    since date NOT NULL,
    until date NOT NULL CHECK (until > since),
    cases integer NOT NULL,
    amount bigint NOT NULL,
    -- Everything that is asked of it stands in the key: the table itself is not read.
    PRIMARY KEY (office_code, day, org_code, kind, since, until) INCLUDE (cases, amount)
);
-- That holds of pages that the server knows to be seen by everybody: it is to look soon.
ALTER TABLE differences SET (
    autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02
);

ALTER TABLE differences ENABLE ROW LEVEL SECURITY;
ALTER TABLE differences FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON differences FOR SELECT TO bhxh_reader, bhxh_revealer
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE POLICY load ON differences FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON differences TO bhxh_loader;
GRANT SELECT ON differences TO bhxh_reader, bhxh_revealer;

-- What a store that has payments already is filled with; kept as it was when this version was made.
-- As the loader: nobody else may write to tables under policies.
SET LOCAL work_mem = '128MB';
SET LOCAL ROLE bhxh_loader;

INSERT INTO differences (office_code, org_code, day, kind, since, until, cases, amount)
-- One row a kind and payment that has a code, or money, or nothing of it, out of order.
SELECT p.office_code, p.org_code, p.paid_day, k.kind, k.since, k.until, count(*), sum(p.amount)
FROM payments AS p
CROSS JOIN LATERAL (VALUES
    ('unrecorded', true, p.paid_day, least(p.recorded_day, p.voided_day)),
    (
        'remitted_by_other', p.remitting_org_code <> p.org_code,
        greatest(p.paid_day, p.settled_day), p.voided_day
    ),
    (
        'code_before_payment', p.recorded_at < p.paid_at,
        greatest(p.paid_day, p.recorded_day), p.voided_day
    ),
    (
        'code_after_remittance', p.recorded_at > p.remitted_at,
        greatest(p.paid_day, p.recorded_day, p.settled_day), p.voided_day
    ),
    (
        'remitted_before_payment', p.remitted_at < p.paid_at,
        greatest(p.paid_day, p.settled_day), p.voided_day
    ),
    (
        'voided_after_remittance', p.voided_at IS NOT NULL AND p.remitted_at IS NOT NULL,
        greatest(p.paid_day, p.settled_day, p.voided_day), NULL
    ),
    (
        'not_informed', p.recorded_at IS NOT NULL AND NOT p.informed,
        greatest(p.paid_day, p.recorded_day), p.voided_day
    )
) AS c (kind, applies, since, ended)
CROSS JOIN LATERAL (
    SELECT c.kind, c.since, coalesce(c.ended, DATE 'infinity') AS until WHERE c.applies
) AS k
-- Nearly all payments are not: they are told apart at once.
WHERE NOT coalesce(
        p.voided_day IS NULL
        AND p.informed
        AND p.recorded_day <= p.paid_day
        AND p.recorded_at >= p.paid_at
        AND (
            p.remitted_at IS NULL
            OR p.remitting_org_code = p.org_code
                AND p.remitted_at >= p.paid_at
                AND p.remitted_at >= p.recorded_at
        ),
        false
    )
    AND k.since < k.until
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO differences (office_code, org_code, day, kind, since, until, cases, amount)
WITH with_codes AS (
    SELECT office_code, org_code, day, codes, amount
    FROM forms
    WHERE org_code <> '' AND product = '' AND codes > 0
),
-- One row a form and sending, and one of the time before there was any.
sendings AS (
    SELECT
        *,
        CAST(NULL AS timestamptz) AS sent_at,
        CAST(NULL AS integer) AS sent_codes,
        CAST(NULL AS bigint) AS sent_amount
    FROM with_codes
    UNION ALL
    SELECT f.*, s.sent_at, s.codes, s.amount
    FROM with_codes AS f
    JOIN dispatches AS s ON s.office_code = f.office_code AND s.org_code = f.org_code
        AND s.report_date = f.day
),
-- The same, with the days from the one sending, but not before the form is due, to the next.
states AS (
    SELECT
        f.*,
        (f.day + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS due_at,
        CASE WHEN f.sent_at IS NOT NULL THEN min(f.sent_at) OVER form END AS first_sent_at,
        greatest(f.day + 1, local_day(f.sent_at)) AS since,
        coalesce(lead(local_day(f.sent_at)) OVER in_order, DATE 'infinity') AS until
    FROM sendings AS f
    WINDOW form AS (PARTITION BY f.office_code, f.org_code, f.day),
        in_order AS (form ORDER BY f.sent_at NULLS FIRST)
)
SELECT f.office_code, f.org_code, f.day, k.kind, f.since, f.until, count(*), sum(f.amount)
FROM states AS f
CROSS JOIN LATERAL (VALUES
    ('form_missing', f.first_sent_at IS NULL),
    ('form_late', f.first_sent_at > f.due_at),
    (
        'form_mismatched', f.first_sent_at IS NOT NULL
        AND ROW(f.sent_codes, f.sent_amount) IS DISTINCT FROM ROW(f.codes, f.amount)
    )
) AS k (kind, applies)
WHERE k.applies AND f.since < f.until
GROUP BY 1, 2, 3, 4, 5, 6;
ANALYZE differences;

SET LOCAL ROLE bhxh_owner;
