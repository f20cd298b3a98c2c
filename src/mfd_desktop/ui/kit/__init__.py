"""Small widgets every screen is made of. They know no vault and no case, only texts and signals."""
