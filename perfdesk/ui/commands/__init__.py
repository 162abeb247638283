"""What the menus do, with the dialogs they open."""
