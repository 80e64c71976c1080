//! Union information by log-domain iterative proportional fitting in implicit form.
