//! Gates and synthetic vision-language models with exact truth.
