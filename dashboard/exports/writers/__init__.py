"""Writers of a paper: xlsx, pdf and csv."""
