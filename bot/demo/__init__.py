"""The demo: the sandbox, the real bot and an invented community, together on one machine."""
