"""Country packs: a country is a folder of data, never code. See `pack.py` for its layout."""
