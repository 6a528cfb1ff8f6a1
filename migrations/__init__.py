"""Database migrations, numbered, reversible, portable to SQLite and PostgreSQL."""
