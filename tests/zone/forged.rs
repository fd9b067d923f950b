//! Certificates that the search never wrote.

use dealzone::zone::Certificate;
use serde_json::Value;

/// What `json` claims, its checksum aside; an error where it cannot be read.
pub(crate) fn claimed(json: &Value) -> Result<Certificate, serde_json::Error> {
    let demands = serde_json::from_value(json["demands"].clone())?;
    let proof = serde_json::from_value(json["proof"].clone())?;
    Ok(Certificate::new(demands, proof))
}
