"""`manage.py bench`: our pages beside bare Django views that run the same SQL, on throw-away databases of two sizes."""
