"""The applicant's face: a family opens an account, applies, follows its case and is answered."""
