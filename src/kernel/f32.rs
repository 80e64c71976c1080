//! Single precision: dot products of many samples with many centroids.
