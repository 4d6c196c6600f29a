"""The demonstration co-operatives: press figures are sums of records, everything else is invented and says so."""
