"""What a duty's dates and states mean, as pure functions: statuses, ages, lights, small numbers."""
