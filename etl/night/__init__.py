"""What is done again and again without anybody asking: the nightly job, the weekly note, the calendar."""
