"""Target sets: what real plans ask of a commune, as data an office can choose from."""

from core.domain.target_sets.kim_dong import KIM_DONG
from core.domain.target_sets.kim_thanh import KIM_THANH
from core.domain.target_sets.long_dien_a import LONG_DIEN_A
from core.domain.target_sets.model import (
    LAND_GROUP_CODE,
    LAND_GROUP_NAME,
    PlanTarget,
    Subject,
    TargetSet,
    UnknownTargetSet,
    UnmeasuredGoal,
)
from core.domain.target_sets.nam_dan import NAM_DAN
from core.domain.target_sets.tue_tinh import TUE_TINH

#: Newest document first, as a list to choose from shows them.
TARGET_SETS = (TUE_TINH, NAM_DAN, KIM_THANH, KIM_DONG, LONG_DIEN_A)


def by_code(code: str) -> TargetSet:
    """Return the set with this code (case does not matter), or raise UnknownTargetSet."""
    for target_set in TARGET_SETS:
        if target_set.code == code.lower():
            return target_set
    raise UnknownTargetSet("unknown_target_set", code=code)


__all__ = [
    "LAND_GROUP_CODE",
    "LAND_GROUP_NAME",
    "TARGET_SETS",
    "PlanTarget",
    "Subject",
    "TargetSet",
    "UnknownTargetSet",
    "UnmeasuredGoal",
    "by_code",
]
