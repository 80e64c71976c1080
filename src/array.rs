//! One loaded input: numbers or labels, with its facts (shape, dtype, preview).
