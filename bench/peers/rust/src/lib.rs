//! What every peer in Rust does: it counts what it has decoded, and in the end says what that has cost its process.

use serde::Deserialize;
use std::io::Read;
use std::time::Instant;

pub const SUBSCRIPTION: &str = "subscription { logs { offset line } }";
pub const QUERY: &str = "query($id: ID!) { run(id: $id) { id name status step } }";

#[derive(Deserialize)]
pub struct Answer<Data> {
    pub data: Data,
}

#[derive(Deserialize)]
pub struct LogsData {
    pub logs: Log,
}

#[derive(Deserialize)]
pub struct Log {
    pub offset: u64,
    pub line: String,
}

#[derive(Deserialize)]
pub struct RunData {
    pub run: Run,
}

#[derive(Deserialize)]
pub struct Run {
    pub id: String,
    pub name: String,
    pub status: String,
    pub step: u64,
}

/// A number of the command line: `push PORT SUBSCRIPTIONS` or `http PORT REQUESTS IN_FLIGHT`.
pub fn argument(at: usize) -> usize {
    std::env::args().nth(at).expect("an argument").parse().expect("a number")
}

pub struct Tally {
    messages: usize,
    sum: u64,
    wall: Instant,
    cpu: f64,
}

fn cpu() -> f64 {
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut used) };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(used.ru_utime) + seconds(used.ru_stime)
}

impl Tally {
    pub fn start() -> Self {
        Tally { messages: 0, sum: 0, wall: Instant::now(), cpu: cpu() }
    }

    /// Takes what one message says: its number, and its text, which is never empty.
    pub fn add(&mut self, offset: u64, text: &str) {
        self.sum += offset;
        self.messages += !text.is_empty() as usize;
    }

    /// Prints messages, seconds, CPU seconds and sum, and waits until the runner has read its memory.
    pub fn report(&self) {
        println!("{} {:.6} {:.6} {}", self.messages, self.wall.elapsed().as_secs_f64(), cpu() - self.cpu, self.sum);
        let _ = std::io::stdin().read(&mut [0]);
    }
}
