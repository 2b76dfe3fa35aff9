"""Questions about the access log, downloads, and decisions about users."""
