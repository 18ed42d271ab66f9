"""Tables, engine, migrations and one store a feature: the only place that knows SQLAlchemy."""
