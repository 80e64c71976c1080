//! Engine tests, one binary.

mod analysis;
mod architecture;
mod data_errors;
mod data_files;
mod data_kmeans;
mod data_large;
mod data_preparation;
mod errors;
mod inference_calibration;
mod inference_laws;
mod inference_many;
mod inference_order;
mod inference_pooled;
mod inference_selection;
mod inference_synthetic;
mod solver_certificate;
mod solver_fuzz;
mod solver_kernel;
mod solver_laws;
mod solver_pid;
mod solver_reference;
mod label_aware;
mod partitions;
mod pointwise;
mod probe;
mod strata;
