"""The face for other systems: /api/v1, described by /api/v1/openapi.json."""
