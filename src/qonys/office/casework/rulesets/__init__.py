"""Sets of point rules as an office keeps them: drafted by one, approved by another, in force from a day on."""
