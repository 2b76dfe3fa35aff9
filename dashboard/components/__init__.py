"""Parts of pages: filters, links, tables, charts, checks, and how values are written."""
