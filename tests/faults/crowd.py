"""A crowd of citizens with phones: they tap, tell, change their minds, click twice and try again until it works."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count

from tests.faults.ledger import Said, Visit
from tests.faults.phone import TROUBLE, Answer, Form, Phone

#: A page that does not load is tried again this often, with pauses growing to the longest one.
TRIES = 400
LONGEST_PAUSE = 0.5
#: Of a hundred citizens, how many click twice, give up when a page does not load, change their mind, write, retry late.
CLICKS_TWICE, GIVES_UP, CHANGES_MIND, WRITES, RETRIES_LATE = 15, 10, 25, 20, 15


class GaveUp(Exception):
    """A citizen stopped trying; whether the last request arrived is not known."""


class Crowd:
    """Lets citizens visit until enough of them have tapped and told, several at a time."""

    def __init__(
        self,
        port: int,
        code: str,
        *,
        fields: tuple[int, ...],
        seed: int = 0,
        redraws: bool = False,
    ) -> None:
        self.port = port
        self.code = code
        self.fields = fields
        self.seed = seed
        #: Careless phones that draw a new form when they try again; only a control has them.
        self.redraws = redraws
        #: Of a hundred citizens; a test that needs one request after the other sets it to nobody.
        self.clicks_twice = CLICKS_TWICE
        self.visits: list[Visit] = []
        self.statuses: Counter[int] = Counter()
        self.retries = 0
        self.two_step = 0
        self._wanted = 0
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._failures: list[BaseException] = []

    def come(self, *, two_step: int, at_once: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Return when that many citizens had both steps acknowledged and `meanwhile`, in this thread, is over."""
        self._wanted = two_step
        self._all_at_once([self._queue] * at_once, meanwhile)

    def replay(self, requests: Sequence[tuple[str, Form]], *, at_once: int) -> None:
        """Send acknowledged requests again, shuffled; each must succeed."""
        shuffled = random.Random(self.seed).sample(requests, len(requests))
        lanes = [shuffled[lane::at_once] for lane in range(at_once)]
        self._all_at_once([partial(self._replay, lane) for lane in lanes if lane])

    @property
    def is_here(self) -> bool:
        """Are there citizens still to come, and has nothing gone wrong for any of them?"""
        return self.two_step < self._wanted and not self._failures

    def _all_at_once(
        self, lanes: Sequence[Callable[[], None]], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Run each lane in a thread of its own; raise what went wrong in any."""
        threads = [threading.Thread(target=self._careful, args=(lane,)) for lane in lanes]
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            for thread in threads:
                thread.join()
        if self._failures:
            raise self._failures[0]

    def _careful(self, lane: Callable[[], None]) -> None:
        try:
            lane()
        except BaseException as failure:  # noqa: BLE001 (raised again in the thread that waits)
            self._failures.append(failure)

    def _queue(self) -> None:
        while self.is_here:
            with self._lock:
                visit = Visit(next(self._numbers))
                self.visits.append(visit)
            assert visit.number < 100 + 3 * self._wanted, "Hardly anybody gets through"
            _Citizen(self, visit).visit()

    def _replay(self, lane: Sequence[tuple[str, Form]]) -> None:
        citizen = _Citizen(self, Visit(0))
        for path, form in lane:
            citizen.insist(partial(_post_again, path=path, form=form), gives_up=False)
        citizen.hang_up()

    def note(self, answer: Answer) -> None:
        """Count a status."""
        with self._lock:
            self.statuses[answer.status] += 1

    def note_retry(self) -> None:
        """Count a page that did not load."""
        with self._lock:
            self.retries += 1

    def note_two_step(self) -> None:
        """Count a citizen whose both steps were acknowledged."""
        with self._lock:
            self.two_step += 1


class _Citizen:
    """One visit, decided by dice that fall alike for the same seed and number."""

    def __init__(self, crowd: Crowd, visit: Visit) -> None:
        self.crowd = crowd
        self.record = visit
        self.dice = random.Random(f"{crowd.seed}/{visit.number}")
        self.phone = Phone(crowd.port)
        self.said = Said()

    def visit(self) -> None:
        """Tap, tell, perhaps change one's mind; keep the ledger."""
        try:
            details = self._tap()
            token = self._tell(details)
            self.record.is_two_step = True
            self.crowd.note_two_step()
            if self._chance(CHANGES_MIND):
                self._change_mind(token)
            self._retry_late()
        except GaveUp:
            return
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Close the line."""
        self.phone.close()

    def _tap(self) -> Answer:
        path = f"/q/{self.crowd.code}"
        page = self.insist(lambda phone: phone.get(path))
        self.record.form_token = page.hidden["token"]
        chip = self.dice.choice((0, *self.crowd.fields))
        level = self.dice.choice("12345")
        form = [*page.hidden.items(), ("level", level), *([("field", str(chip))] if chip else [])]
        if self.crowd.redraws:
            # The acknowledgement of this one is lost on its way.
            fresh = self.insist(lambda phone: phone.get(path))
            lost = [*fresh.hidden.items(), *form[len(page.hidden) :]]
            self.insist(lambda phone: phone.post(fresh.action, lost))
        answer = self._post(page.action, form, self.said.tapping(level, field_id=chip))
        return self.insist(lambda phone: phone.get(answer.location))

    def _tell(self, page: Answer) -> str:
        officer, trips = self.dice.choice("12345"), self.dice.choice("012")
        chip = self.dice.choice((0, *self.crowd.fields)) if not self.said.field_id else 0
        form = [*page.hidden.items(), ("q_officer", officer), ("q_trips", trips)]
        form += [("field", str(chip))] if chip else []
        writes = self._chance(WRITES)
        form += [("comment", f"Lượt {self.record.number} nói vậy")] if writes else []
        said = self.said.telling(officer=officer, trips=trips, has_comment=writes, field_id=chip)
        return self._post(page.action, form, said).continuation

    def _change_mind(self, token: str) -> None:
        page = self.insist(lambda phone: phone.get(f"/q/{self.crowd.code}?tiep={token}"))
        level = self.dice.choice("12345")
        form = [*page.hidden.items(), ("level", level)]
        form += [("field", str(self.said.field_id))] if self.said.field_id else []
        self._post(page.action, form, self.said.tapping(level))

    def _retry_late(self) -> None:
        """A request from before arrives once more, late: nothing may change by it."""
        for path, form in self.record.requests[:]:
            if self._chance(RETRIES_LATE):
                self.insist(partial(_post_again, path=path, form=form))

    def _post(self, path: str, form: list[tuple[str, str]], said: Said) -> Answer:
        """Send until it is acknowledged, perhaps twice at once; giving up leaves what was said unknown."""
        self.record.unknown = said
        twin = self._first_click(path, form) if self._chance(self.crowd.clicks_twice) else None
        try:
            answer = self.insist(lambda phone: phone.post(path, form))
        finally:
            if twin:
                twin.close()
        assert answer.status == 303, f"{answer.status}: {answer.page[-1500:]}"
        self.said = said
        self.record.acknowledged.append(said)
        self.record.unknown = None
        self.record.requests.append((path, form))
        return answer

    def _first_click(self, path: str, form: Form) -> Phone | None:
        twin = Phone(self.crowd.port)
        try:
            twin.post_without_waiting(path, form)
        except TROUBLE:
            twin.close()
            self.crowd.note_retry()
            return None
        return twin

    def insist(self, send: Callable[[Phone], Answer], *, gives_up: bool = True) -> Answer:
        """Try until a page comes that is no error of the server; some citizens give up instead."""
        for pause in _pauses():
            try:
                answer = send(self.phone)
            except TROUBLE:
                self.crowd.note_retry()
            else:
                self.crowd.note(answer)
                if answer.status < 500:
                    assert answer.status in (200, 303), f"{answer.status}: {answer.page[-1500:]}"
                    return answer
            if gives_up and self._chance(GIVES_UP):
                raise GaveUp
            time.sleep(pause)
        raise AssertionError(f"Nothing came back in {TRIES} tries")

    def _chance(self, of_hundred: int) -> bool:
        return self.dice.random() * 100 < of_hundred


def _post_again(phone: Phone, *, path: str, form: Form) -> Answer:
    return phone.post(path, form)


def _pauses() -> Iterator[float]:
    pause = 0.02
    for _ in range(TRIES):
        yield pause
        pause = min(pause * 1.6, LONGEST_PAUSE)
