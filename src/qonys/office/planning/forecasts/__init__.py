"""Forecasts: runs on disk, the questions asked of them, and the job that makes one."""
