"""How surely numbers of persons are found, and nothing else taken for one."""
