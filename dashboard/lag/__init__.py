"""The page Tình hình nộp tiền: a period, its sentence, its breakdown, speed and payments."""
