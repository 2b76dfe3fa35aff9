-- What is to be reconciled: sums kept beside remittances, payments that repeat one another, and
-- what people note about a difference. And the ways in by receipt, bank reference and person.

-- Kept by the import: what the remittance covers, whatever offices its payments belong to, so that
-- a director and the city find the same difference.
ALTER TABLE remittances
    ADD COLUMN covered_payments integer NOT NULL DEFAULT 0,
    ADD COLUMN covered_amount bigint NOT NULL DEFAULT 0;

-- The migration itself has no scope: for it alone the policies are set aside.
ALTER TABLE remittances NO FORCE ROW LEVEL SECURITY;
ALTER TABLE remittance_lines NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payments NO FORCE ROW LEVEL SECURITY;
UPDATE remittances AS r
SET covered_payments = c.payments, covered_amount = c.amount
FROM (
    SELECT l.remittance_id, count(*) AS payments, sum(p.amount) AS amount
    FROM remittance_lines AS l
    JOIN payments AS p USING (payment_id)
    GROUP BY l.remittance_id
) AS c
WHERE c.remittance_id = r.remittance_id;
ALTER TABLE remittances FORCE ROW LEVEL SECURITY;
ALTER TABLE remittance_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;

-- One row a payment and another one with which it shares a receipt number ("receipt"), or the
-- participant, the product and a month paid for ("charge"). Both directions stand here, each under
-- the office of its own payment; what is needed of the other one stands beside, as it may belong to
-- an office that the reader does not see. Kept by the import.
-- Not every pair that could be made: a number that stands on ten thousand payments ("0") would make
-- a hundred million. In the order of payment (paid_at, payment_id) each payment is paired with the
-- nearest one before and after it that it repeats, and with the one before and after it that was
-- voided last or never was (of several, the nearest). So a payment chooses four at most, and on any
-- day every payment that repeats an earlier one, both not voided by then, has such a partner here.
CREATE TABLE repeats (
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('charge', 'receipt')),
    payment_id text COLLATE "C" NOT NULL,
    other_payment_id text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    paid_day date NOT NULL,
    other_paid_day date NOT NULL,
    other_voided_day date,
    PRIMARY KEY (kind, payment_id, other_payment_id)
);
CREATE INDEX repeats_by_paid_day ON repeats (office_code, paid_day);

-- Who looks after a difference, and what was found out. The subject is the key of what differs:
-- a payment, a remittance, or "office/organisation/day" of a form. Nobody changes or deletes an
-- entry; the latest one says who looks after it now.
CREATE TABLE exception_notes (
    note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    noted_by text NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    owner text,
    note text NOT NULL CHECK (length(note) <= 2000)
);
CREATE INDEX exception_notes_by_subject ON exception_notes (kind, subject, note_id);

-- Names are searched without diacritics and case, from their beginning. An entry of an index has
-- room for 2,700 bytes.
ALTER TABLE participants
    ADD COLUMN name_search text COLLATE "C"
        GENERATED ALWAYS AS (left(search_key(participant_name), 100)) STORED;
CREATE INDEX participants_by_name ON participants (name_search);
CREATE INDEX participants_by_social_insurance_no ON participants (social_insurance_no);
CREATE INDEX participants_by_national_id ON participants (national_id);
CREATE INDEX payments_by_receipt ON payments (receipt_no);
CREATE INDEX remittances_by_bank_ref ON remittances (bank_ref);
CREATE INDEX remittances_by_day ON remittances (office_code, remitted_day);

ALTER TABLE repeats ENABLE ROW LEVEL SECURITY;
ALTER TABLE repeats FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON repeats FOR SELECT TO bhxh_reader, bhxh_revealer
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE POLICY load ON repeats FOR ALL TO bhxh_loader USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON repeats TO bhxh_loader;
GRANT SELECT ON repeats TO bhxh_reader, bhxh_revealer;

ALTER TABLE exception_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE exception_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON exception_notes FOR SELECT TO bhxh_reader, bhxh_appender
    USING (office_code = ANY ((SELECT my_offices())::text[]));
CREATE POLICY append ON exception_notes FOR INSERT TO bhxh_appender
    WITH CHECK (office_code = ANY ((SELECT my_offices())::text[]));
GRANT SELECT ON exception_notes TO bhxh_reader, bhxh_appender;
GRANT INSERT (noted_by, kind, subject, office_code, owner, note) ON exception_notes
    TO bhxh_appender;
-- Policies read the offices that there are.
GRANT SELECT ON offices TO bhxh_appender;
CREATE POLICY read_to_append ON offices FOR SELECT TO bhxh_appender USING (true);

-- The import has the planner count what it has filled.
DO $maintain$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'offices', 'organizations', 'collectors', 'payments', 'participants', 'confirmations',
        'remittances', 'remittance_lines', 'dispatches', 'calendar_overrides', 'policies', 'repeats'
    ] LOOP
        EXECUTE format('GRANT MAINTAIN ON %I TO bhxh_loader', name);
    END LOOP;
END
$maintain$;
