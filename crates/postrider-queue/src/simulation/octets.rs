//! The octets of a file, in pages that copies share until one of them writes.

use std::sync::Arc;

/// What Linux caches, and writes back, at once.
pub(super) const PAGE: usize = 4096;

/// The octets of a file. A copy costs a pointer for each page; a page that nobody wrote takes no room and reads as zeros.
#[derive(Clone, Default)]
pub(super) struct Octets {
    len: usize,
    pages: Vec<Option<Arc<[u8; PAGE]>>>,
}

impl Octets {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many pages take room.
    pub(super) fn allocated(&self) -> usize {
        self.pages.iter().flatten().count()
    }

    /// The pages that hold something else than zeros.
    pub(super) fn written(&self) -> Vec<usize> {
        let holds = |page: &Option<Arc<[u8; PAGE]>>| page.as_ref().is_some_and(|page| **page != [0; PAGE]);
        (0..self.pages.len()).filter(|at| holds(&self.pages[*at])).collect()
    }

    /// Fills `out` from `at` on; false if the file is shorter.
    pub(super) fn read(&self, at: usize, out: &mut [u8]) -> bool {
        if at + out.len() > self.len {
            return false;
        }
        for (page, within, part) in parts(at, out.len()) {
            let out = &mut out[part];
            match &self.pages[page] {
                Some(page) => out.copy_from_slice(&page[within..within + out.len()]),
                None => out.fill(0),
            }
        }
        true
    }

    pub(super) fn write(&mut self, at: usize, octets: &[u8]) {
        self.len = self.len.max(at + octets.len());
        self.pages.resize(self.len.div_ceil(PAGE), None);
        for (page, within, part) in parts(at, octets.len()) {
            let (octets, page) = (&octets[part], &mut self.pages[page]);
            match <&[u8; PAGE]>::try_from(octets) {
                Ok(whole) => *page = Some(Arc::new(*whole)),
                Err(_) => {
                    let page = Arc::make_mut(page.get_or_insert_with(|| Arc::new([0; PAGE])));
                    page[within..within + octets.len()].copy_from_slice(octets);
                }
            }
        }
    }

    /// Of `octets` written at `at`, how many there is room for, when this many pages may be added.
    pub(super) fn fits(&self, at: usize, octets: usize, mut pages: usize) -> usize {
        for (page, _, part) in parts(at, octets) {
            if self.pages.get(page).is_none_or(Option::is_none) {
                match pages.checked_sub(1) {
                    Some(left) => pages = left,
                    None => return part.start,
                }
            }
        }
        octets
    }

    pub(super) fn resize(&mut self, len: usize) {
        if len < self.len
            && let Some(Some(last)) = self.pages.get_mut(len / PAGE)
        {
            Arc::make_mut(last)[len % PAGE..].fill(0);
        }
        self.len = len;
        self.pages.resize(len.div_ceil(PAGE), None);
    }

    /// Takes over the pages of another that hold this range, whole.
    pub(super) fn take_pages(&mut self, from: &Self, at: usize, octets: usize) {
        let end = (at + octets).min(from.len);
        self.len = self.len.max(end);
        self.pages.resize(self.len.div_ceil(PAGE), None);
        for page in at / PAGE..end.div_ceil(PAGE) {
            self.pages[page].clone_from(&from.pages[page]);
        }
    }
}

/// A range of octets, page by page: the page, where in it, and which part of the range.
fn parts(at: usize, octets: usize) -> impl Iterator<Item = (usize, usize, std::ops::Range<usize>)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let (page, within) = ((at + done) / PAGE, (at + done) % PAGE);
        let next = (PAGE - within).min(octets - done);
        let part = done..done + next;
        done += next;
        (next > 0).then_some((page, within, part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_pages_until_one_of_them_writes() {
        let mut octets = Octets::default();
        octets.write(5000, b"abc");
        assert_eq!((octets.len(), octets.allocated()), (5003, 1));
        let copy = octets.clone();
        octets.write(4090, b"0123456789");
        let read = |octets: &Octets, at| {
            let mut out = [1; 4];
            octets.read(at, &mut out).then_some(out)
        };
        assert_eq!((read(&octets, 4094), read(&copy, 4094)), (Some(*b"4567"), Some([0; 4])));
        assert_eq!((read(&octets, 4999), read(&copy, 5000)), (Some(*b"\0abc"), None));
        octets.resize(5001);
        octets.resize(5004);
        assert_eq!(read(&octets, 5000), Some(*b"a\0\0\0"), "what was cut off does not come back");
    }

    #[test]
    fn a_full_disk_takes_what_fits() {
        let mut octets = Octets::default();
        octets.write(0, b"x");
        assert_eq!(octets.fits(100, PAGE, 1), PAGE);
        assert_eq!(octets.fits(100, PAGE, 0), PAGE - 100);
        assert_eq!(octets.fits(0, 10, 0), 10);
    }
}
