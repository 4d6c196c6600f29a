"""Django's number and date formats for Vietnamese."""
