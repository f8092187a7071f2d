"""Letters and certificates of a case: issued once, set as PDF by the worker, checked by anybody who holds one."""
