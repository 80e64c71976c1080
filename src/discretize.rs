//! Array -> codes.
