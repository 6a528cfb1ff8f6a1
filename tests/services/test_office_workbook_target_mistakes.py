"""Mistakes among the targets of an office workbook: a set that does not fit, a threshold that says too little."""

import pytest

from tests.services.office_files import LAND, OWN_TARGET, errors_of, with_cells

WRONG_SET = [
    pytest.param(
        {"Chỉ tiêu": {"B2": "xa-khac-2026"}},
        ("Chỉ tiêu", 2, "B", "There is no target set “xa-khac-2026”."),
        id="an unknown target set",
    ),
    pytest.param(
        {"Chỉ tiêu": {"E2": 95}},
        ("Chỉ tiêu", 2, "E", "The set says this already; please leave the cell empty."),
        id="a set and a threshold of one's own",
    ),
    pytest.param(
        {"Chỉ tiêu": {"B3": "tue-tinh-2026"}},
        ("Chỉ tiêu", 3, "B", "Row 2 already chooses a set for this unit."),
        id="two sets",
    ),
    pytest.param(
        {"Nhóm lĩnh vực": {"B2": "dat-dai"}, "Lĩnh vực": {"E2": "dat-dai"}},
        (
            "Chỉ tiêu",
            2,
            "B",
            "The set needs the group “Đất đai – Xây dựng – Đầu tư” with the code “dat-dai-xay-dung-dau-tu” on the "
            "sheet “Nhóm lĩnh vực”.",
        ),
        id="a set without its group",
    ),
]


@pytest.mark.parametrize(("cells", "error"), WRONG_SET)
def test_a_set_that_does_not_fit_is_named_by_its_cell(cells, error):
    assert errors_of(with_cells(cells)) == [error]


WRONG_TARGET = [
    pytest.param(
        {"E2": "nhiều"}, ("E", "“nhiều” is not a number. Please write 95 for 95 percent."), id="no number"
    ),
    pytest.param(
        {"E2": 120}, ("E", "The number must lie between 1 and 100; write 95 for 95 percent."), id="over 100"
    ),
    pytest.param(
        {"E2": 0.95}, ("E", "The number must lie between 1 and 100; write 95 for 95 percent."), id="a share"
    ),
    pytest.param(
        {"E2": -5}, ("E", "The number must lie between 1 and 100; write 95 for 95 percent."), id="negative"
    ),
    pytest.param({"E2": "92,555"}, ("E", "At most two decimals are kept."), id="three decimals"),
    pytest.param({"E2": None}, ("E", "This cell must be filled in."), id="no threshold"),
    pytest.param({"H2": None}, ("H", "This cell must be filled in."), id="no document"),
    pytest.param({"C2": "quầy"}, ("C", "“quầy” is not one of: chung, nhóm, lĩnh vực."), id="no subject"),
    pytest.param(
        {"C2": "nhóm"}, ("D", "Please give the code of the group or field."), id="a group without code"
    ),
    pytest.param(
        {"C2": "lĩnh vực", "D2": LAND},
        ("D", "The code “dat-dai-xay-dung-dau-tu” is not on the sheet “Lĩnh vực”."),
        id="a group's code for a field",
    ),
    pytest.param(
        {"D2": LAND},
        ("D", "A target for the whole office has no code; please leave the cell empty."),
        id="the whole office with a code",
    ),
    pytest.param(
        {"G2": "31/12/2025"}, ("G", "The last day lies before the first."), id="ends before it begins"
    ),
]


@pytest.mark.parametrize(("cells", "error"), WRONG_TARGET)
def test_a_wrong_target_is_named_by_its_column(cells, error):
    found = errors_of(with_cells({"Chỉ tiêu": {**OWN_TARGET, **cells}}))

    assert found == [("Chỉ tiêu", 2, *error)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"F3": "31/12/2026"}, id="one shared day"),
        pytest.param({"F3": "01/01/2025", "G3": "01/01/2026"}, id="from before"),
        pytest.param({"F3": "01/01/2020", "G3": None}, id="open end"),
    ],
)
def test_two_targets_for_one_subject_at_one_time_are_refused(second):
    row = {place.replace("2", "3"): value for place, value in OWN_TARGET.items()}

    found = errors_of(with_cells({"Chỉ tiêu": {**OWN_TARGET, **row, **second}}))

    assert found == [("Chỉ tiêu", 3, "F", "Row 2 already sets a target for the same subject in this time.")]


def test_a_target_of_ones_own_cannot_stand_beside_the_sets():
    own = {place.replace("2", "3"): value for place, value in OWN_TARGET.items()}

    found = errors_of(with_cells({"Chỉ tiêu": own}))

    assert found == [("Chỉ tiêu", 3, "F", "Row 2 already sets a target for the same subject in this time.")]
