"""The demonstration: a fictitious desk, the tour through the real windows, and pictures of every screen."""
