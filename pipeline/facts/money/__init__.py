"""Money: amounts with values, currencies and doubts, and how they are written."""
