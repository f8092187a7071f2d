"""The nouns every engine speaks in: age, sex, territory, population, rates, evidence, errors."""
