"""The words a pairing phrase is made of: short, friendly Vietnamese syllables that are hard to mix up."""

#: 256 of them, so that each stands for 8 bits. They stay apart without their marks, and as they sound in the North
#: (ch/tr, s/x, d/gi/r, l/n) and in the South (n/ng, t/c at the end), because a phrase is also read out by telephone.
_LIST = """
    ấm an ánh áo ba bạc bạn bánh báo bắp bé bến bếp biếc biển bình bơ bông bút cá cải cam cảng cánh cao
    cát cầu cây chăm chanh chào cháu chạy chén chị chiều chọn chữ chuông cỏ cốc cơm cổng cửa cúc cười đá
    đàn đào đất đậu đêm đèn đẹp đĩa diều đình dịu đọc đôi đồng dừa đường duyên ếch én gà gấc gạch gấm
    gánh gạo gấu ghế giấy gió giúp gỗ góc gói gốm gọn gừng gương hai hàng hành hạt hè hẹn hiền hiểu hình
    hồ hoa học hỏi hồng hộp huệ hương ích kê kem kênh kẹo khách khăn khế khen khéo khoai khỏe khúc kiến
    kim kính lá lành lát lê lịch lớp lúa mai mâm măng mát màu mây mẹ mềm mến mèo mì mía mít mơ mới món
    mùa mực mừng mười muỗng mướp mượt năm nắng nâu nem nến nếp ngàn ngày nghe ngô ngọc ngói ngon ngựa
    người nhà nhạc nhãn nhanh nhẹ nho nhóm nhung nôi nón nụ núi nước ổi ong phà phiếu phim phố phòng
    phúc phượng quà quạt quê quen quý quyển quýt rơm rừng sách sân sao sáu sen số sóc sông sữa suối
    sương tám tàu tay tem thang thầy thềm thìa thích thơ thóc thơm thông thư thước thương thuyền tiếng
    tím tơ tóc tôm trà trăng tre trời trưa trúc trứng tuần tươi tường ước vải vàng vé viết vịt vở voi
    vòng vui vừng vườn xanh xe xinh xoài xôi xóm xuân yên
"""
WORDS = tuple(_LIST.split())
#: Four words are 32 bits: with ten attempts an hour per address, nobody guesses one within its fifteen minutes.
PHRASE_WORDS = 4
