//! Work over the processors there are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Threads at most; 0 for as many as there are processors.
static LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Uses so many threads.
pub(crate) fn limit(threads: usize) {
    LIMIT.store(threads, Ordering::Relaxed);
}

/// How many are used.
pub(crate) fn threads() -> usize {
    match LIMIT.load(Ordering::Relaxed) {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        limit => limit,
    }
}

/// `work` of 0, 1, ..., in this order; each by whichever thread is free.
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let many = || {
        let mut found = vec![];
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= count {
                return found;
            }
            found.push((task, work(task)));
        }
    };
    let threads = threads();
    let mut found: Vec<(usize, T)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(many)).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("a worker finished")).collect()
    });
    found.sort_by_key(|&(task, _)| task);
    found.into_iter().map(|(_, found)| found).collect()
}
