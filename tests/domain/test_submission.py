"""The limits of one submission, and the words that stand in stored rows for ever."""

from core.domain.submission import (
    CONTINUATION_SECONDS,
    MAX_COMMENT,
    MAX_FORM_AGE_SECONDS,
    MAX_REVISIONS,
    TOO_FAST_SECONDS,
    Channel,
    Outcome,
    Quality,
    Tier,
    TooManyRevisions,
)


def test_the_limits_are_those_the_office_was_promised():
    assert MAX_REVISIONS == 8
    assert MAX_COMMENT == 2000
    assert CONTINUATION_SECONDS == 30 * 60
    assert MAX_FORM_AGE_SECONDS == 24 * 60 * 60
    assert TOO_FAST_SECONDS == 2


def test_the_words_in_stored_rows_never_change():
    assert [str(channel) for channel in Channel] == ["qr", "tablet", "paper", "interview", "link", "api"]
    assert [str(tier) for tier in Tier] == ["A", "B", "C"]


def test_every_label_is_a_bit_of_its_own():
    assert [int(label) for label in Quality] == [1, 2, 4, 8, 16]


def test_every_outcome_is_a_success():
    assert {str(outcome) for outcome in Outcome} == {"accepted", "duplicate", "settled"}


def test_a_refusal_carries_its_reason_and_facts_and_says_only_the_reason():
    refusal = TooManyRevisions("too_many_revisions", limit=8)

    assert (refusal.code, refusal.facts, str(refusal)) == (
        "too_many_revisions",
        {"limit": 8},
        "too_many_revisions",
    )
