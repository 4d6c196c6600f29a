"""The demonstration co-operatives: press figures reproduced by sums of records, everything else invented and said so."""
