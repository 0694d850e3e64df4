from server.progress import Pace, plain_lines


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_log_gets_a_line_at_most_twice_a_minute() -> None:
    clock = Clock()
    lines: list[str] = []
    report = plain_lines(lines.append, clock)
    for number in range(7):
        report(f"Läser {number}.pdf", number, 7)
        clock.seconds += 10
    assert lines == [
        "Läser 3.pdf, 3 av 7 (ungefär 1 min kvar)",
        "Läser 6.pdf, 6 av 7 (mindre än en minut kvar)",
    ]


def test_a_run_that_is_soon_over_leaves_the_log_empty() -> None:
    lines: list[str] = []
    report = plain_lines(lines.append, Clock())
    report("Läser a.pdf", 0, 1)
    assert lines == []


def test_what_is_left_follows_from_the_files_done_and_the_texts_of_the_present_one() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.count("Läser b.pdf", 1, 4)
    pace.count("Bäddar in b.pdf", 50, 100)
    clock.seconds += 180
    assert pace.remaining() == "ungefär 5 min kvar"


def test_texts_are_counted_over_files() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.count("Bäddar in a.pdf", 0, 600)
    pace.count("Bäddar in a.pdf", 600, 600)
    pace.count("Bäddar in b.pdf", 300, 900)
    clock.seconds += 10
    assert pace.rate() == "90 texter/s"


def test_nothing_is_foretold_in_the_first_seconds() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.count("Läser b.pdf", 1, 4)
    clock.seconds += 1
    assert pace.told() == ""
