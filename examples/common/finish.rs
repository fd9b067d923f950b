//! How every example ends: quietly where its reader has read enough.

use std::error::Error;
use std::io;
use std::process::{ExitCode, Termination};

/// The exit code of what an example came to: `failed` where something went wrong, told on standard error. A reader that
/// stops early, as `head` does, breaks the pipe; nothing is wrong then.
pub(crate) fn finish<T: Termination>(
    result: Result<T, Box<dyn Error>>,
    failed: ExitCode,
) -> ExitCode {
    match result {
        Ok(done) => done.report(),
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            // What is wrong in a file says so itself.
            eprintln!("error: {}", error.to_string().trim_start_matches("error: "));
            failed
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let kind = match error.downcast_ref::<serde_json::Error>() {
        Some(error) => error.io_error_kind(),
        None => error.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    kind == Some(io::ErrorKind::BrokenPipe)
}
