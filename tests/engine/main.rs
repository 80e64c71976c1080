//! Engine tests, one binary.

mod data_errors;
mod data_files;
mod data_kmeans;
mod data_preparation;
mod inference_synthetic;
mod solver_pid;
mod solver_reference;
