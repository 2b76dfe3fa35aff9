"""Runs the migrations on the connection that `data.migrate` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_version",
    version_table_schema="bhxh",
    transactional_ddl=True,
)
context.run_migrations()
