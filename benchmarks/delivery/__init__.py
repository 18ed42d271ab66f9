"""How fast, how evenly and how punctually messages are sent, beside the two ways one would write it first."""
