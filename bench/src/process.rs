//! What a server and all its processes cost, as the system counts it.

use std::collections::HashMap;
use std::fs;

/// How many ticks the system counts a second of CPU in: `USER_HZ`, which is 100 on every Linux of today.
const TICKS_PER_SECOND: u64 = 100;

/// The processes below this one, and itself.
fn tree(root: u32) -> Vec<(u32, Stat)> {
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| {
        let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
        Some((pid, Stat::read(pid)?))
    });
    let processes: HashMap<u32, Stat> = processes.collect();
    let belongs = |mut pid: u32| loop {
        if pid == root {
            return true;
        }
        match processes.get(&pid) {
            Some(stat) if stat.parent != 0 => pid = stat.parent,
            _ => return false,
        }
    };
    processes.iter().filter(|(pid, _)| belongs(**pid)).map(|(pid, stat)| (*pid, *stat)).collect()
}

#[derive(Debug, Clone, Copy)]
struct Stat {
    parent: u32,
    ticks: u64,
}

impl Stat {
    fn read(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name of the program may hold anything; behind it the fields are numbered from the state, the third.
        let (_, fields) = text.rsplit_once(") ")?;
        let fields: Vec<&str> = fields.split(' ').collect();
        let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
        let parent = u32::try_from(field(4)?).ok()?;
        // Its own time in user mode and in the kernel, then that of its children that have ended.
        Some(Self { parent, ticks: field(14)? + field(15)? + field(16)? + field(17)? })
    }
}

/// A process and all below it, by their numbers.
#[must_use]
pub fn all(root: u32) -> Vec<u32> {
    tree(root).into_iter().map(|(pid, _)| pid).collect()
}

/// Whether there is a process of this number.
#[must_use]
pub fn exists(pid: u32) -> bool {
    Stat::read(pid).is_some()
}

/// The CPU time of a process and all below it so far, those that have ended included, in microseconds.
#[must_use]
pub fn cpu_micros(root: u32) -> u64 {
    let ticks: u64 = tree(root).iter().map(|(_, stat)| stat.ticks).sum();
    ticks * (1_000_000 / TICKS_PER_SECOND)
}

/// The memory of a process and all below it, in octets; what several share is counted once (`Pss`).
#[must_use]
pub fn memory_octets(root: u32) -> u64 {
    let of = |pid: u32| -> Option<u64> {
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    };
    tree(root).iter().filter_map(|(pid, _)| of(*pid)).sum::<u64>() * 1024
}
