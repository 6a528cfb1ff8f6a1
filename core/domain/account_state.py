"""Where an account stands, as its administrator sees it."""

from enum import StrEnum


class AccountState(StrEnum):
    """What an account's owner did last, or what was done to it."""

    #: Signs in with password and second factor.
    ACTIVE = "active"
    #: A link was given out and not used yet.
    INVITED = "invited"
    #: The last link was not used in time.
    LAPSED = "lapsed"
    #: Signs in with a password and enrols a second factor next.
    UNENROLLED = "unenrolled"
    DISABLED = "disabled"
