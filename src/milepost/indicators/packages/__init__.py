"""Reading and writing Data Packages: a descriptor, and tables with their schemas beside it."""
