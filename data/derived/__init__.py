"""Values derived from the facts: columns of payments, duplicates, differences, rollups."""
