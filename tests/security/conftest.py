"""The command, a PostgreSQL server and the web, as the other tests have them."""

from tests.pipeline.cli.conftest import chipwire, here
from tests.pipeline.conftest import new_database, new_databases, postgresql

__all__ = ["chipwire", "here", "new_database", "new_databases", "postgresql"]
