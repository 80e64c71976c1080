//! What the numbers are allowed to say: estimates corrected for bias, intervals, claims.
