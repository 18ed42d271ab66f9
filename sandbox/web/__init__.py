"""The sandbox's chat page: static files, and the small API by which it acts and looks as a person."""
