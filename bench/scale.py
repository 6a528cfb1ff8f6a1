"""Scale: how much is measured, in a full run and in a quick one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much the synthetic province holds; in full as much as the whole country."""

    communes: int = 3_321
    officers: int = 10_000
    counters: int = 30_000


@dataclass(frozen=True)
class Scale:
    """The counts and times of one run."""

    #: Interleaved rounds of rows 2–5 and 7.
    rounds: int
    #: Seconds of one round of pages.
    seconds: float
    #: Submissions of one round.
    posts: int
    #: Submissions while workers are killed, and how many kills.
    stubborn_posts: int
    kills: int
    #: Settled answers of rows 7 and 10.
    answers: int
    #: Settled answers of the line with two answers per day cell.
    sparse_answers: int
    #: Two-step submissions of row 12.
    recounted: int
    #: Seconds of mixed load while memory is read.
    loaded_seconds: float
    #: The province of row 8, and how often each page is opened.
    province: Size
    visits: int
    #: Cases in the inbox of row 14.
    cases: int
    #: Ten times the answers for row 7.
    is_large: bool = False


QUICK = Scale(
    rounds=3,
    seconds=1.0,
    posts=600,
    stubborn_posts=300,
    kills=3,
    answers=60_000,
    sparse_answers=20_000,
    recounted=100,
    loaded_seconds=2.0,
    province=Size(communes=100, officers=300, counters=900),
    visits=3,
    cases=2_000,
)
FULL = Scale(
    rounds=5,
    seconds=4.0,
    posts=4_000,
    stubborn_posts=4_000,
    kills=8,
    answers=1_000_000,
    sparse_answers=200_000,
    recounted=2_000,
    loaded_seconds=10.0,
    province=Size(),
    visits=60,
    cases=50_000,
)
