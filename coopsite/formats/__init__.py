"""How people write text, numbers and dates here: reading them, showing them, sorting and finding by them."""
