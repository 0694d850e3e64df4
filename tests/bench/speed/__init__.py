"""make bench: how fast Belägg is on this machine, in one run, as ratios."""
