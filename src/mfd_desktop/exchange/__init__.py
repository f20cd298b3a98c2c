"""The shared folder: identities, envelopes, contributions, receipts, aggregation. Named files in, named files out."""
