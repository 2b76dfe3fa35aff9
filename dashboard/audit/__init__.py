"""The page of the access log: looks, downloads, decisions about users."""
