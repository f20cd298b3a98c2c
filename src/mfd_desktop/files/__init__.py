"""The only place that opens a file for writing: atomic writes, private folders, durable slots, logs."""
