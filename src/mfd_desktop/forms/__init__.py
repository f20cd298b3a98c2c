"""Guided forms: definition, conditions, navigation, validation. Pure: no vault, no Qt."""
