//! The four atoms of the partial information decomposition.
