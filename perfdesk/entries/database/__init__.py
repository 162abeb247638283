"""The `.db` file: the only place that knows SQLAlchemy, SQL and the schema."""
