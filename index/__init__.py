"""From passages to one searchable index folder."""
