"""Another province: its data folder, made from a few short tables and the plan as received."""
