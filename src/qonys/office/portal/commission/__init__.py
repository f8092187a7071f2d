"""The pages of the commission: what its secretary prepares, what its members see and vote on."""
