"""What is said of a role where it is given out is what the role may do: no more, and nothing less."""

import pytest
from flask import Flask
from flask_babel import force_locale

from core.domain.access import PERMISSIONS, Role
from core.web.role_tasks import EVERYBODYS, TASKS, role_tasks, tasks


@pytest.mark.parametrize("role", list(Role))
def test_every_permission_of_a_role_is_said_and_no_other(role: Role):
    said = frozenset().union(*(task.takes for task in tasks(role)))

    assert said == PERMISSIONS[role] - EVERYBODYS


def test_every_task_is_said_of_somebody():
    assert {task.words for role in Role for task in tasks(role)} == {task.words for task in TASKS}


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.OFFICER, "chỉ xem kết quả của chính mình, theo tuần"),
        (
            Role.LEADER,
            "xem kết quả đã công bố theo đơn vị, lĩnh vực, công chức; giải quyết phản ánh, kiến nghị được chuyển đến; "
            "trả lời Hội đồng nhân dân; đọc góp ý đã công bố; xem báo cáo đợt khảo sát; xem tình trạng máy tính bảng; "
            "duyệt trả lời và gia hạn",
        ),
        (
            Role.SYSADMIN,
            "quản lý tài khoản; đơn vị, sáp nhập và lịch làm việc; máy tính bảng; xem nhật ký",
        ),
    ],
)
def test_a_role_is_described_in_a_sentence(app: Flask, role: Role, sentence: str):
    with app.test_request_context(), force_locale("vi"):
        assert role_tasks(role) == sentence


def test_the_head_of_the_front_is_told_from_its_members_by_what_the_second_person_does(app: Flask):
    with app.test_request_context(), force_locale("vi"):
        member, head = role_tasks(Role.FRONT), role_tasks(str(Role.FRONT_LEAD))

    assert head == f"{member}; là người thứ hai xác nhận yêu cầu xóa"


def test_only_the_leader_and_in_their_place_the_province_approve_answers(app: Flask):
    own, stands_in = "duyệt trả lời và gia hạn", "thay lãnh đạo duyệt trả lời và gia hạn"
    with app.test_request_context(), force_locale("vi"):
        said = {role: role_tasks(role).split("; ") for role in Role}

    assert [role for role in Role if own in said[role]] == [Role.LEADER]
    assert [role for role in Role if stands_in in said[role]] == [Role.PROVINCE]
