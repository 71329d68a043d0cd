"""How well the fact readers do on public test data: `make eval-facts`."""
