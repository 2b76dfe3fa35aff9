"""The page Tổng quan of the city: the checks of the morning, the day in four figures, its month."""
