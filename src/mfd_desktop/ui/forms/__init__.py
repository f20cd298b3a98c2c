"""Guided forms on the screen: one page a step, saved field by field."""
