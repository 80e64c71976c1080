//! Engine tests, one binary.

mod solver_pid;
