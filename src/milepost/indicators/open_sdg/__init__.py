"""Reading repositories of Open SDG: one CSV file an indicator, with its metadata beside it."""
