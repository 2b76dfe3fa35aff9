"""Values kept beside the facts: links of payments, duplicates, differences, rollups."""
