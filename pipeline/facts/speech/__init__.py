"""Speech: quotes, claims, and who says them."""
