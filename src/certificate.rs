//! Lower and upper bound of the union information from any scaling state.
