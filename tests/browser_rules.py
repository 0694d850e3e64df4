"""Writes the patterns and word lists of ingest's search for personal data as a script, so that a
page warns of just what the server would hide: make browser-rules, when they have changed."""

import json
import re
from pathlib import Path
from types import ModuleType

from ingest import digit_groups, identity_numbers, named_persons, person_names, written_numbers

TARGET = Path(__file__).resolve().parent.parent / "server" / "static" / "personal" / "rules.js"
_MODULES = (digit_groups, identity_numbers, written_numbers, person_names, named_persons)
_HEADER = "// Made by tests/browser_rules.py of what stands in ingest/: change it there.\n"
# In JavaScript \b and \w know only ASCII; patterns.js writes them out.
_OTHERWISE = {
    "(?P<": "(?<",
    r"\Z": "$",
    r"\d": r"\p{Nd}",
    r"[^\W\d_]": r"[\p{L}\p{Nl}\p{No}]",
}
_DIFFERS = re.compile("|".join((*map(re.escape, _OTHERWISE), r"\(\?P=(\w+)\)")))


def script() -> str:
    modules = "\n".join(map(_rules, _MODULES))
    return f"{_HEADER}const PERSONAL_RULES = {{\n{modules}\n}};\n"


def _rules(module: ModuleType) -> str:
    """The constants of a module, a line each."""
    constants = "".join(
        f"    {name.strip('_')}: {json.dumps(_plain(value))},\n"
        for name, value in vars(module).items()
        if name.isupper()
    )
    return f"  {module.__name__.rpartition('.')[2]}: {{\n{constants}  }},"


def _plain(value: object) -> object:
    match value:
        case re.Pattern():
            return {"pattern": pattern(value.pattern), "flags": "iu"[not value.flags & re.I :]}
        case frozenset():
            return sorted(map(_plain, value), key=str)
        case tuple():
            return [_plain(one) for one in value]
        case dict():
            # A table for str.translate.
            return {chr(number): sign for number, sign in value.items()}
        case range():
            return [value.start, value.stop]
    return value


def pattern(python: str) -> str:
    """The same regular expression as JavaScript writes it."""
    return _DIFFERS.sub(
        lambda found: rf"\k<{found[1]}>" if found[1] else _OTHERWISE[found[0]], python
    )


if __name__ == "__main__":
    TARGET.write_text(script(), encoding="utf-8")
    print(TARGET)
