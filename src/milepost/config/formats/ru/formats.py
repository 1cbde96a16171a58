"""Days with the year in full: the usual short form would end a sentence with two points."""

DATE_FORMAT = "j E Y года"
DATETIME_FORMAT = "j E Y года, G:i"
