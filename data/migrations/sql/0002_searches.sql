-- Masks of numbers that cannot be completed by trying, and pairs of repeated payments that give no id
-- of an office outside the scope.

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
