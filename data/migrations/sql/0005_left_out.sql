-- What was not taken of an import is a row, or a cell that its row was taken without. A row of a
-- database has no number of its own: it is known by its key, as far as that could be read.
ALTER TABLE import_rejects
    ADD COLUMN left_out boolean NOT NULL DEFAULT false,
    ADD COLUMN row_key text;

-- "other" is every way but the four of the letter: a messenger, an app, the telephone.
ALTER TABLE confirmations
    DROP CONSTRAINT confirmations_notified_by_check,
    ADD CONSTRAINT confirmations_notified_by_check
        CHECK (notified_by IN ('direct', 'sms', 'email', 'paper', 'other'));

-- Of some people the year alone is known, and it must not become a first of January: "1952" is a
-- year, "1952-03-01" a day.
ALTER TABLE participants
    ALTER COLUMN date_of_birth TYPE text COLLATE "C" USING to_char(date_of_birth, 'YYYY-MM-DD'),
    ADD CONSTRAINT participants_date_of_birth_check
        CHECK (date_of_birth ~ '^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$');
