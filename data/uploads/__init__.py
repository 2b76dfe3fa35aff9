"""Files that a user hands in from the browser: received, unpacked, and kept until they are in."""
