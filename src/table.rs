//! Labels and counts from .csv and .txt.
