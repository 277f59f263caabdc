"""Everything that speaks SQL: engine, schema, unit of work, queries and migrations."""
