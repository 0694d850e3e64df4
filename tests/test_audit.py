"""What pip-audit says, read so that silence is not taken for safety."""

from tests.robustness.audit import read

UNASKED = {"name": "a", "skip_reason": "Dependency not found on PyPI and could not be audited"}
SAFE = {"name": "b", "version": "1.0", "vulns": []}
KNOWN = {"id": "CVE-2024-1", "fix_versions": ["1.1"], "aliases": [], "description": "…"}
UNSAFE = {"name": "c", "version": "1.0", "vulns": [KNOWN]}


def test_where_nothing_could_be_asked_it_is_said_that_nothing_was_checked() -> None:
    told = read([UNASKED])
    assert "kunde inte kontrolleras" in str(told)
    assert told.found == ()


def test_what_is_known_is_told_with_the_version_that_mends_it() -> None:
    told = read([SAFE, UNSAFE])
    assert told.found == ("c 1.0: CVE-2024-1, rättat i 1.1",)
    assert "CVE-2024-1" in str(told)


def test_what_could_not_be_asked_about_is_named_beside_what_could() -> None:
    assert str(read([SAFE, UNASKED])) == (
        "Inga kända sårbarheter i 1 paket. 1 kunde inte kontrolleras: a."
    )
