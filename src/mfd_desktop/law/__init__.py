"""Dated legal facts and rules; pure: no Qt, no vault, no clock of its own."""
