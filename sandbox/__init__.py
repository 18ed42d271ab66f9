"""A local server that speaks to Discord bots as Discord does, with a chat page. Knows nothing of any bot."""
