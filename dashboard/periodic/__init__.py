"""The page Báo cáo tuần, báo cáo tháng: a week or month, its sentences and its tables."""
