//! Engine tests, one binary.
