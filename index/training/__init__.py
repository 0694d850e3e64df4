"""How the adapter of the bundled model is made; the product itself never imports this."""
