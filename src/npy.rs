//! NumPy's .npy, versions 1 to 3, read within bounds.
