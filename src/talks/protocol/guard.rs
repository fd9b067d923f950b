//! The one place where a panic is caught: a negotiator is code of somebody else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Foul;

/// What a negotiator's code comes to; where it panics, the panic as a foul.
///
/// What the code could leave half done behind it is its own affair: it gets the table by shared references only, and
/// what those remember is written in one go.
pub(in crate::talks) fn guarded<T>(code: impl FnOnce() -> T) -> Result<T, Foul> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|payload| {
        let said = payload
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        // What was thrown may itself panic when it is dropped.
        std::mem::forget(payload);
        Foul::Panicked {
            message: said.unwrap_or_else(|| "(no message)".to_owned()),
        }
    })
}
