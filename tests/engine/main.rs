//! Engine tests, one binary.

mod solver_pid;
mod data_kmeans;
