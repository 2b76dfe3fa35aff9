-- What is counted of a payment that repeats another one, beside the pair, so that no payment has to
-- be looked up for a figure. Filled from the payments, by the loader: nobody else may write here.

ALTER TABLE repeats
    ADD COLUMN org_code text COLLATE "C",
    ADD COLUMN amount bigint,
    ADD COLUMN voided_day date;

SET LOCAL ROLE bhxh_loader;
UPDATE repeats AS r
SET org_code = p.org_code, amount = p.amount, voided_day = p.voided_day
FROM payments AS p
WHERE p.payment_id = r.payment_id;
SET LOCAL ROLE bhxh_owner;

ALTER TABLE repeats ALTER COLUMN org_code SET NOT NULL, ALTER COLUMN amount SET NOT NULL;
DROP INDEX repeats_by_paid_day;
CREATE INDEX repeats_by_paid_day ON repeats (office_code, paid_day)
    INCLUDE (kind, payment_id, org_code, amount, voided_day, other_paid_day, other_voided_day);
