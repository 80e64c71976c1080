//! Engine tests, one binary.

mod inference_synthetic;
mod solver_pid;
mod solver_reference;
