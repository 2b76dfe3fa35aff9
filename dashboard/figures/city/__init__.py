"""The morning of the city: what the store has of a day, and the sentences that follow from it."""
