"""The main window: menus, tool bar, status bar, start page."""
