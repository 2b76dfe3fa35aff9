"""The import: files into staging, staging checked and applied in SQL, one transaction a run."""
