-- By which day whoever looks after a difference will have settled it, from an entry on. Who gives it
-- back promises nothing any more.
ALTER TABLE exception_notes ADD COLUMN due_day date,
    ADD CONSTRAINT due_day_of_somebody CHECK (due_day IS NULL OR owner IS NOT NULL);
GRANT INSERT (due_day) ON exception_notes TO bhxh_appender;
