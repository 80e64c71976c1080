//! Choice of K, agreement of seeds, warnings.
