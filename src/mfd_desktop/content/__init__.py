"""Shipped knowledge: interface language, code lists and the texts that live in data files."""
