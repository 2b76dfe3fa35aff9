"""Mail: the sentences of the morning and what fails, queued in the store and sent from there."""
