"""The panel of files: the reports that a page offers, freezing, and all forms of a day."""
