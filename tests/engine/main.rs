//! Engine tests, one binary.

mod solver_pid;
mod solver_reference;
