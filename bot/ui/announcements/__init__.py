"""Announcements as people see them: the card that is read, its form and preview, the list, the report."""
