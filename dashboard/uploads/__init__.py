"""The process that works on what a user has handed in; `dashboard.workers` starts it."""
