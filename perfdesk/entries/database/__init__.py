"""The `.db` file: the only package that uses SQLAlchemy, SQL and the schema."""
