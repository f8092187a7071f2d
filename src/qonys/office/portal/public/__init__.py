"""The public face: what the country may expect, region by region, for anybody."""
