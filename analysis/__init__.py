"""Analysis: findings from records; tables in, tables out."""
