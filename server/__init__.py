"""Answers over the command line, HTTP and the web."""
