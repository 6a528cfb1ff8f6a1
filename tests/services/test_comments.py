"""Comments at rest: readable only with a data key from outside the database, and bound to what was written."""

from dataclasses import replace

import pytest

from core.services import comments
from core.services.comments import CommentUnreadable

OLD, NEW, FOREIGN = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
TEXT = "Chờ ba lần mới xong 😀"


def test_a_comment_comes_back_with_its_data_key():
    protected = comments.protect(TEXT, (NEW,))

    assert comments.reveal(protected, (NEW,)) == TEXT


def test_what_is_stored_does_not_contain_what_was_written():
    protected = comments.protect(TEXT, (NEW,))

    stored = protected.text + protected.key + protected.salt + protected.commitment
    assert TEXT.encode()[:6] not in stored


def test_a_comment_from_before_a_change_of_keys_stays_readable():
    protected = comments.protect(TEXT, (OLD,))

    assert comments.reveal(protected, (NEW, OLD)) == TEXT


def test_the_newest_key_wraps():
    protected = comments.protect(TEXT, (NEW, OLD))

    with pytest.raises(CommentUnreadable):
        comments.reveal(protected, (OLD,))


def test_a_foreign_key_opens_nothing():
    protected = comments.protect(TEXT, (NEW,))

    with pytest.raises(CommentUnreadable):
        comments.reveal(protected, (FOREIGN,))


def test_a_changed_record_key_opens_nothing():
    protected = comments.protect(TEXT, (NEW,))
    changed = replace(protected, key=bytes(byte ^ 1 for byte in protected.key))

    with pytest.raises(CommentUnreadable):
        comments.reveal(changed, (NEW,))


def test_the_same_words_are_never_stored_alike():
    one, other = comments.protect(TEXT, (NEW,)), comments.protect(TEXT, (NEW,))

    assert one.text != other.text
    assert one.key != other.key
    assert one.commitment != other.commitment


def test_the_commitment_holds_for_these_words_and_for_no_others():
    protected = comments.protect(TEXT, (NEW,))

    assert comments.commit(TEXT, protected.salt) == protected.commitment
    assert comments.commit(TEXT + " ", protected.salt) != protected.commitment
