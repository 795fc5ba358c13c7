"""What is told without being asked: alerts, the weekly note, and the mails that carry it to whoever owes."""
