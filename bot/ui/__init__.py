"""Cards, buttons and modals: pure rendering of what services and storage return."""
