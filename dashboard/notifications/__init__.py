"""The page Thông báo: which mails a user gets, and what was sent to whom."""
