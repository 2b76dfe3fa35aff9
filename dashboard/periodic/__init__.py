"""The page Báo cáo tuần, tháng: a week or month, its sentences and its tables."""
