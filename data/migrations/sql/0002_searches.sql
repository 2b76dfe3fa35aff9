-- The log of searches, masks of numbers that cannot be completed by trying, and pairs of repeated
-- payments that give no id of an office outside the scope.

-- Append-only: that somebody searched, in which offices, and how many payments that found; never the
-- words. The offices are those of the transaction: whoever searches cannot say others.
CREATE TABLE search_log (
    search_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    who text NOT NULL,
    page text NOT NULL,
    -- key: codes, receipts, payments, remittances, references of a bank.
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('name', 'number', 'key')),
    office_codes text[] NOT NULL DEFAULT my_offices(),
    -- How many names, numbers or keys were searched for.
    asked integer NOT NULL CHECK (asked > 0),
    -- Null where the search was refused: there had been too many.
    found integer CHECK (found >= 0)
);
CREATE INDEX search_log_by_time ON search_log (at, search_id);
-- How many searches somebody has made in the last minute.
CREATE INDEX search_log_by_person ON search_log (who, at);
ALTER TABLE search_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_log FORCE ROW LEVEL SECURITY;

DO $policies$
DECLARE
    -- As for the logs of 0001: a row about several offices is for those who see all of them.
    several CONSTANT text := '(office_codes <> ''{}'''
        ' AND office_codes <@ (SELECT my_offices())::text[])'
        ' OR NOT EXISTS (SELECT FROM offices AS o'
        ' WHERE o.office_code <> ALL ((SELECT my_offices())::text[]))';
BEGIN
    EXECUTE 'CREATE POLICY audit ON search_log FOR SELECT TO bhxh_auditor USING (' || several || ')';
    -- A search counts those before it.
    EXECUTE 'CREATE POLICY count ON search_log FOR SELECT TO bhxh_revealer'
        ' USING (' || several || ')';
END
$policies$;
CREATE POLICY append ON search_log FOR INSERT TO bhxh_appender, bhxh_revealer
    WITH CHECK (office_codes = (SELECT my_offices()));
GRANT INSERT (who, page, kind, asked, found) ON search_log TO bhxh_appender, bhxh_revealer;
GRANT SELECT (at, who, kind, found) ON search_log TO bhxh_revealer;
GRANT SELECT ON search_log TO bhxh_auditor;

-- "••••••••89": the last two digits, whatever the length; a short number shows nothing. Ten digits
-- leave a hundred million numbers to try.
CREATE OR REPLACE FUNCTION mask_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN length(number) < 10 THEN '••••••••' ELSE '••••••••' || right(number, 2) END;

-- One statement: the table is written anew once.
ALTER TABLE participants
    ALTER COLUMN social_insurance_no_masked SET EXPRESSION AS (mask_number(social_insurance_no)),
    ALTER COLUMN national_id_masked SET EXPRESSION AS (mask_number(national_id));

-- Whose the other payment of a pair is, for those who may not see the payment itself.
ALTER TABLE repeats ADD COLUMN other_office_code text COLLATE "C";
SET LOCAL ROLE bhxh_loader;
UPDATE repeats AS r
SET other_office_code = p.office_code
FROM payments AS p
WHERE p.payment_id = r.other_payment_id;
SET LOCAL ROLE bhxh_owner;
ALTER TABLE repeats ALTER COLUMN other_office_code SET NOT NULL;

-- Readers are granted every column but the id of the other payment, which the view gives where that
-- payment is of an office of the scope. The view reads with the rights of the owner of the tables,
-- whom a policy limits to the same rows; data/health.py knows it by name.
REVOKE SELECT ON repeats FROM bhxh_reader, bhxh_revealer;
GRANT SELECT (
    kind, payment_id, office_code, paid_day, other_paid_day, other_voided_day, org_code, amount,
    voided_day, other_office_code
) ON repeats TO bhxh_reader, bhxh_revealer;
CREATE POLICY give ON repeats FOR SELECT TO bhxh_owner
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE VIEW visible_repeats WITH (security_barrier = true) AS
SELECT
    kind,
    payment_id,
    office_code,
    paid_day,
    other_paid_day,
    other_voided_day,
    org_code,
    amount,
    voided_day,
    other_office_code,
    CASE
        WHEN other_office_code = ANY ((SELECT my_offices())::text[]) THEN other_payment_id
    END AS other_payment_id
FROM repeats;
GRANT SELECT ON visible_repeats TO bhxh_reader, bhxh_revealer;
