"""Questions about money as a whole: by day, by balance, by transfer."""
