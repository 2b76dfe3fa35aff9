"""Runs the migrations on the connection of `data.migrate`, inside its transaction.

Alembic executes this file for each of its commands. The connection has the owner's role, and an
advisory lock lets one program migrate at a time; whatever fails leaves the store as it was.

The version of the schema stands among the tables of the store, which a login may read: nobody may
create a table in `public`.
"""

from alembic import context

# A migration is SQL of our own: alembic compares no models with tables, and writes no file of
# statements.
context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_version",
    version_table_schema="bhxh",
    transactional_ddl=True,
)
context.run_migrations()
