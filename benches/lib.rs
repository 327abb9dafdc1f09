//! Benchmarks of medspa-dispatch.
