"""Who is told of what happens to a case: one table, heard inside the transaction of every act."""
