"""torch: networks, the loop that fits them, and what is kept of them."""
