-- Masks of numbers that cannot be completed by trying.

-- "••••••••89": the last two digits, whatever the length; a short number shows nothing. Ten digits
-- leave a hundred million numbers to try.
CREATE OR REPLACE FUNCTION mask_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN length(number) < 10 THEN '••••••••' ELSE '••••••••' || right(number, 2) END;

-- One statement: the table is written anew once.
ALTER TABLE participants
    ALTER COLUMN social_insurance_no_masked SET EXPRESSION AS (mask_number(social_insurance_no)),
    ALTER COLUMN national_id_masked SET EXPRESSION AS (mask_number(national_id));
