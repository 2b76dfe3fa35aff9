"""The store: schema and migrations, connecting, scope, import, calendar and policies."""
