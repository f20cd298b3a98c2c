"""Letter templates and values become blocks. Pure: no vault, no Qt, no file is written."""
