//! .safetensors by tensor name.
