"""The page of the lookup: what was asked, what was found, each payment's way to the fund."""
