//! Engine tests, one binary.

mod solver_certificate;
mod solver_fuzz;
mod solver_kernel;
mod solver_pid;
mod solver_reference;
