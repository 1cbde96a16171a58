"""Answers to forms made with XLSForm, as ODK Central and KoboToolbox export them."""
