"""Words of the field as frozen values: records, ids, dates, fields, errors. Standard library only."""
