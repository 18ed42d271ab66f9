"""What Maillage costs, measured beside the bare bot that one could write in an afternoon."""
