"""Run by Alembic: migrations use the connection, and the transaction, of ``migrate``."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
)
context.run_migrations()
