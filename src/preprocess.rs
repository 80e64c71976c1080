//! L2 normalisation, centring, PCA, whitening.
