"""The page of one office, of all of them, and a director's morning."""
