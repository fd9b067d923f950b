//! The same work on every core: results in the order of the tasks, whatever the number of threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What each task comes to, in order.
pub(crate) fn map<T: Send>(tasks: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    map_on(threads, tasks, work)
}

fn map_on<T: Send>(threads: usize, tasks: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if threads == 1 || tasks <= 1 {
        return (0..tasks).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                return done;
            }
            done.push((task, work(task)));
        }
    };
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(tasks)).map(|_| scope.spawn(run)).collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_by_key(|(task, _)| *task);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_on_any_number_of_threads() {
        // Tasks of very different lengths, so that they end out of order.
        let work = |task: usize| {
            let steps = if task.is_multiple_of(7) { 20_000 } else { 10 };
            (0..steps).fold(task as u64, |sum, step| {
                sum.wrapping_mul(6_364_136_223_846_793_005) ^ step
            })
        };
        for tasks in [0, 1, 2, 100] {
            let expected: Vec<u64> = (0..tasks).map(work).collect();
            for threads in [1, 2, 3, 8, 200] {
                assert_eq!(map_on(threads, tasks, work), expected);
            }
        }
    }
}
