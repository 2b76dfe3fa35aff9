"""The page of the users: who may sign in, with which role, and who is signed in."""
