//! hoist promotes versions between the environments of a GitOps repository.

// Pure: values in, values out.
pub mod gate;
pub mod message;
pub mod model;
pub mod report;
pub mod command;
