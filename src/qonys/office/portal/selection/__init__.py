"""Pages of decisions by points: reasons and what-if for the family, counting and appeals for officers, sets of rules
for the ministry, and the check of a receipt for everybody."""
