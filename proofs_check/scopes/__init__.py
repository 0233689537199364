"""The families of cases on which claims are checked."""
