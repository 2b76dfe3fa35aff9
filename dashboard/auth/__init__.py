"""Who is signed in, who is admitted, and whether anybody else may look."""
