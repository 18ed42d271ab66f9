"""Maillage: the Discord bot that runs the community of a business cluster."""
