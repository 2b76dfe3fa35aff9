-- The codes of some days, for the refresh of a period. They come in the order in which they were
-- recorded, so that a few entries tell where in the table to look; keeping them costs nearly nothing.
CREATE INDEX confirmations_by_moment ON confirmations USING brin (recorded_at)
    WITH (pages_per_range = 16, autosummarize = on);
