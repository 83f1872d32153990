//! What dumps have said among the lines of a paste.

/// What the lines of a paste say, each line of a dump's text for itself.
#[derive(Debug)]
pub struct Said {
    /// The lines, and in front of what a dump has said the mark of who says it.
    lines: Vec<String>,
    /// For each where in the paste it stands, and its mark.
    places: Vec<(usize, &'static str)>,
    /// So many lines the paste has.
    rows: usize,
}

impl Said {
    pub(super) fn of(rows: Vec<Row>) -> Self {
        let count = rows.len();
        let spoken =
            rows.into_iter().enumerate().flat_map(|(at, row)| row.into_iter().map(move |said| (at, said)));
        let (lines, places) = spoken
            .map(|(at, said)| match said.mark {
                "" => (said.text, (at, "")),
                mark => (format!("{mark}{}", said.text), (at, mark)),
            })
            .unzip();
        Self { lines, places, rows: count }
    }

    /// Takes secrets out, first without the marks, since in front of a text one may hide what its lines say together, and then with them.
    pub fn redact(&mut self, redact: impl Fn(&mut [String])) {
        if self.places.iter().any(|(_, mark)| !mark.is_empty()) {
            for (line, (_, mark)) in self.lines.iter_mut().zip(&self.places) {
                line.drain(..mark.len());
            }
            redact(&mut self.lines);
            for (line, (_, mark)) in self.lines.iter_mut().zip(&self.places) {
                line.insert_str(0, mark);
            }
        }
        redact(&mut self.lines);
    }

    /// The lines of the paste: those that begin in the same one have `\\r\\n` between them, as programs write it.
    #[must_use]
    pub fn joined(self) -> Vec<String> {
        let mut joined = vec![String::new(); self.rows];
        for (line, (at, mark)) in self.lines.into_iter().zip(self.places) {
            let row = &mut joined[at];
            let text = line.strip_prefix(mark).unwrap_or(&line);
            match (row.is_empty(), text.is_empty()) {
                (true, _) => *row = line,
                (false, true) => {}
                (false, false) if *row == mark => row.push_str(text),
                (false, false) => {
                    row.push_str("\\r\\n");
                    row.push_str(text);
                }
            }
        }
        joined
    }
}

/// What stands in one line of the paste.
pub(super) type Row = Vec<Spoken>;

/// A line of a text.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    pub(super) mark: &'static str,
    pub(super) text: String,
}
