"""A questionnaire bears one name wherever one is chosen or was chosen."""

from flask.testing import FlaskClient

from tests.admin import test_questionnaires as desk
from tests.admin.test_questionnaires import DRAFT, send
from tests.support.worlds import World

manager = desk.manager


def test_where_a_code_is_made_the_products_sets_say_what_they_are_and_others_bear_their_title(
    manager: FlaskClient,
) -> None:
    ministry = "Phần dịch vụ – 5 yếu tố, 19 tiêu chí (theo Bộ Nội vụ)"
    codes = f"/admin/noi-phuc-vu/{World.centre}/ma"
    shown = manager.get(codes).text
    assert (ministry in shown, "Nhanh: một chạm, chi tiết tùy ý" in shown) == (True, True)

    send(manager, f"{DRAFT}/chung", vi="Đánh giá mùa lũ", en="", lead="overall")
    send(manager, f"{DRAFT}/phat-hanh")

    shown = manager.get(codes).text
    assert "Nhanh: một chạm" not in shown
    assert 'data-head="Bộ câu hỏi">Đánh giá mùa lũ</td>' in shown
