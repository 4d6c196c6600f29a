"""Django's number and date formats for English as written in Vietnam."""
