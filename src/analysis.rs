//! The pipeline, from inputs to report.
