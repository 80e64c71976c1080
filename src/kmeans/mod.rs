//! K-means: greedy k-means++ seeding, Lloyd and Elkan iterations, restarts.
