//! Entropies and mutual informations in nats; the NSB estimator.
