"""Runs the migrations on the connection of `data.migrate`, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_version",
    version_table_schema="bhxh",
    transactional_ddl=True,
)
context.run_migrations()
