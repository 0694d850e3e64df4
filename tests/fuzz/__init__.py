"""PDFs changed at random, read as an ingest reads them: `python -m tests.fuzz --cases 5000`."""
