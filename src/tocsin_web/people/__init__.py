"""Who is who: numbers, joins, judgements."""
