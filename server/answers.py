"""Answers as they are shown, kept in memory for a while: an answer's exports, its print, the chat
and every later page of its conversation show it again.

Questions are nobody's business but the asker's: nothing is written to disk, and an answer is gone
from memory a quarter of an hour after it was made, or with its generation.
"""

from contextlib import suppress
from threading import Condition, Timer
from time import perf_counter

from cachetools import TTLCache

from index.filters import NO_LIMITS, Filter
from index.search import Searcher
from server.answer import Answer
from server.collection import collection_hash
from server.presenting import ask_out
from server.schema import AskOut
from server.service import Answered, Answering, Service, checked

MOST_RELATED = 20
# Together with the time between looks a quarter of an hour, which server/templates/integritet.html
# promises.
_SECONDS_KEPT = 14 * 60.0
_SECONDS_BETWEEN_LOOKS = 60.0
# As JSON; in memory it is some three times that.
_MOST_BYTES = 8_000_000

_Key = tuple[str, str, Filter]


class Answers:
    """Asks the service what isn't kept, and equal questions at the same moment once. Safe
    between threads."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept: TTLCache[_Key, AskOut] = TTLCache(_MOST_BYTES, _SECONDS_KEPT, getsizeof=_size)
        self._being_made: set[_Key] = set()
        self._changed = Condition()
        self._generation = ""
        self._is_forgetting = False

    def ask(
        self, question: str, limits: Filter = NO_LIMITS, searcher: Searcher | None = None
    ) -> AskOut:
        """From the current generation, or that of a searcher; with the citations numbered from 1
        and all further reading. Raises InvalidRequestError."""
        begun = perf_counter()
        searcher = searcher or self._service.searcher()
        key = self._key(question, limits, searcher)
        with self._changed:
            self._changed.wait_for(lambda: key not in self._being_made)
            if kept := self._kept.get(key):
                return _again(kept, begun)
            self._being_made.add(key)
        try:
            made = ask_out(self._service.ask(question, limits, searcher), MOST_RELATED)
            self._keep(key, made)
        finally:
            with self._changed:
                self._being_made.remove(key)
                self._changed.notify_all()
        return made

    def answering(self, question: str, limits: Filter = NO_LIMITS) -> AskOut | Answering:
        """The kept answer or, where there is none, one in the making, to be kept when it is made.
        Raises InvalidRequestError."""
        begun = perf_counter()
        searcher = self._service.searcher()
        key = self._key(question, limits, searcher)
        with self._changed:
            if kept := self._kept.get(key):
                return _again(kept, begun)
        return self._service.answering(question, limits, searcher)

    def keep(self, answering: Answering, answer: Answer) -> AskOut:
        """Keeps what an answer in the making has become, and gives it as it is shown."""
        results, searcher = answering.results, answering.searcher
        key = self._key(answering.question, results.limits, searcher)
        answered = Answered(answering.question, results, answer, searcher, results.timings_ms)
        made = ask_out(answered, MOST_RELATED)
        self._keep(key, made)
        return made

    def _key(self, question: str, limits: Filter, searcher: Searcher) -> _Key:
        generation = searcher.index.generation
        with self._changed:
            if generation != self._generation:
                self._kept.clear()
                self._generation = generation
        return collection_hash(searcher), checked(question, "question"), limits

    def _keep(self, key: _Key, answer: AskOut) -> None:
        # One that is larger than all that may be kept is a ValueError.
        with self._changed, suppress(ValueError):
            self._kept[key] = answer
            self._forget_in_time()

    def _forget_in_time(self) -> None:
        """The cache itself looks for what is too old only when something is added."""
        if self._kept and not self._is_forgetting:
            self._is_forgetting = True
            timer = Timer(_SECONDS_BETWEEN_LOOKS, self._forget)
            timer.daemon = True
            timer.start()

    def _forget(self) -> None:
        with self._changed:
            self._kept.expire()
            self._is_forgetting = False
            self._forget_in_time()


def _again(kept: AskOut, begun: float) -> AskOut:
    total = round(1000 * (perf_counter() - begun), 2)
    return kept.model_copy(update={"cached": True, "timings_ms": {"total": total}})


def _size(answer: AskOut) -> int:
    return len(answer.model_dump_json())
