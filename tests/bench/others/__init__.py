"""make bench-others: Belägg beside what else one would pick, on the same PDFs and model."""
