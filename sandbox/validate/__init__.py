"""What Discord refuses in a form, with its error codes and paths."""
