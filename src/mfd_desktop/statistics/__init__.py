"""Records become counts, counts become protected tables, workbooks and report blocks. Pure."""
