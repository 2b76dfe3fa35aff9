-- Times of which only the day is known, lines that were taken back, sums without a limit.

-- A time of which only the day is known is kept as one microsecond after that day's local midnight:
-- no clock gives it, and the mark goes wherever the value goes (docs/adr/0016). Hanoi has been at
-- +07:00 since long before 1995, the earliest year that is believed.
CREATE FUNCTION is_day(moment timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (moment AT TIME ZONE INTERVAL '+07:00')::time = TIME '00:00:00.000001';

CREATE FUNCTION day_alone(day date) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (day + TIME '00:00:00.000001') AT TIME ZONE INTERVAL '+07:00';

-- Whether a moment lies before another one: by their days where either is a day alone.
CREATE FUNCTION is_before(earlier timestamptz, later timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN (earlier AT TIME ZONE INTERVAL '+07:00')::time = TIME '00:00:00.000001'
            OR (later AT TIME ZONE INTERVAL '+07:00')::time = TIME '00:00:00.000001'
        THEN (earlier AT TIME ZONE INTERVAL '+07:00')::date
            < (later AT TIME ZONE INTERVAL '+07:00')::date
        ELSE earlier < later
    END;

GRANT EXECUTE ON FUNCTION
    is_day(timestamptz), day_alone(date), is_before(timestamptz, timestamptz)
TO bhxh_loader, bhxh_reader, bhxh_revealer, bhxh_appender;

-- As in `IS_SUSPECT` of data/derived/difference_rules.py, word for word.
DROP INDEX payments_suspect;
CREATE INDEX payments_suspect ON payments (office_code, paid_day)
    INCLUDE (
        payment_id, org_code, collector_code, amount, paid_at, informed, voided_at, recorded_at,
        remitted_at, voided_day, recorded_day, settled_day, remittance_id, remitting_org_code
    )
    WHERE (
        voided_day IS NULL
        AND informed
        AND remitting_org_code = org_code
        AND NOT is_before(recorded_at, paid_at)
        AND NOT is_before(remitted_at, recorded_at)
        AND settled_day <= paid_day + 10
    ) IS NOT TRUE;

-- A payment whose line was taken back keeps the line, without a remittance.
ALTER TABLE remittance_lines ALTER COLUMN remittance_id DROP NOT NULL;

-- Rows that go back to what they were are found by their history.
CREATE INDEX participant_changes_by_payment ON participant_changes (payment_id);

-- Sums have no limit.
ALTER TABLE remittances ALTER COLUMN covered_amount TYPE numeric;
ALTER TABLE lag_days
    ALTER COLUMN amount TYPE numeric, ALTER COLUMN amount_is TYPE numeric,
    ALTER COLUMN amount_bi TYPE numeric, ALTER COLUMN amount_ar TYPE numeric,
    ALTER COLUMN amount_il TYPE numeric;
ALTER TABLE lag_months
    ALTER COLUMN amount TYPE numeric, ALTER COLUMN amount_is TYPE numeric,
    ALTER COLUMN amount_bi TYPE numeric, ALTER COLUMN amount_ar TYPE numeric,
    ALTER COLUMN amount_il TYPE numeric;
ALTER TABLE recording_days ALTER COLUMN amount TYPE numeric;
ALTER TABLE forms
    ALTER COLUMN amount TYPE numeric, ALTER COLUMN adjustment_amount TYPE numeric;
ALTER TABLE form_months
    ALTER COLUMN amount TYPE numeric, ALTER COLUMN adjustment_amount TYPE numeric;
ALTER TABLE differences ALTER COLUMN amount TYPE numeric;

-- Organisations number their receipts by themselves, and anew every year.
SET LOCAL ROLE bhxh_loader;
DELETE FROM repeats AS r
USING payments AS p, payments AS o
WHERE r.kind = 'receipt' AND p.payment_id = r.payment_id AND o.payment_id = r.other_payment_id
    AND (
        p.org_code <> o.org_code
        OR date_trunc('year', p.paid_day) <> date_trunc('year', o.paid_day)
    );
SET LOCAL ROLE bhxh_owner;

-- Whether the row went back to values that it had before.
ALTER TABLE changes ADD COLUMN reverts boolean NOT NULL DEFAULT false;
ALTER TABLE participant_changes ADD COLUMN reverts boolean NOT NULL DEFAULT false;
