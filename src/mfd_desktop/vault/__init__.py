"""The encrypted store: key slots, schema, migrations, one module per aggregate. One door: ``Vault``."""
