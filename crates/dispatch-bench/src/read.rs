//! Reading an instance: JSON first, then the faults that JSON does not know.

use crate::{error::InstanceError, faults, instance::Instance};

impl Instance {
    /// Reads an instance from JSON and looks for what makes no sense.
    ///
    /// # Errors
    /// The first fault, with its place and its help.
    pub fn read(text: &str) -> Result<Self, InstanceError> {
        let instance: Self = serde_json::from_str(text).map_err(|fault| {
            let place = format!("line {}, column {}", fault.line(), fault.column());
            InstanceError::new(place, fault, "docs/instances.md describes every field")
        })?;
        faults::first(&instance)?;
        Ok(instance)
    }
}
