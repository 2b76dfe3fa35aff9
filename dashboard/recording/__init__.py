"""The page Ghi nhận và cấp mã: a period, its sentence, its table, its speeds and its payments."""
