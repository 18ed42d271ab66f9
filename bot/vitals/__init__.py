"""What the running process measures of itself: plain figures in memory, which name no person and no community."""
