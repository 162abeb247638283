"""What the window does with report files: opening, sending, restoring, rolling on, and what it says about them."""
