-- What had no code on some evening, and what was not handed over for long: few payments, and looked for
-- most. The conditions are those of the questions, word for word.

CREATE INDEX payments_unrecorded ON payments (office_code, paid_day)
    INCLUDE (
        payment_id, org_code, collector_code, amount, paid_at, informed, voided_at, recorded_at,
        remitted_at, voided_day, recorded_day, settled_day, remittance_id, remitting_org_code
    )
    WHERE (recorded_day <= paid_day) IS NOT TRUE;
CREATE INDEX payments_slow ON payments (office_code, paid_day)
    INCLUDE (org_code, collector_code, product, amount, settled_day, voided_day)
    WHERE COALESCE(LEAST(settled_day, voided_day), DATE 'infinity') > paid_day + 10;
