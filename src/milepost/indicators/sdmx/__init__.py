"""Reading data sets of SDMX: one file, many series, with its structure beside it."""
