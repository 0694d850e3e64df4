"""From a PDF file to pages, passages and sentences."""
