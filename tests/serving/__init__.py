"""How the product is served: what gunicorn is told, and what its log never says."""
