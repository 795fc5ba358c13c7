"""Steps of the commands in `Makefile`, each runnable alone; nothing in `coop`, `etl` or `pages` uses them."""
