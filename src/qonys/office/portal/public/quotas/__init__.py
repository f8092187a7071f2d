"""The page of quotas: what is proposed beside what is official, why, and what one more of anything would change."""
