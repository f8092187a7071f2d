"""What those who watch over the service are told: lines of the log and gauges, never anything about a person."""
