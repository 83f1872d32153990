//! What a document shows as Rust stands so in the code: an example that has been left behind teaches what is no longer so.
//!
//! White space does not count: a document has its own indentation.

use super::Finding;
use crate::workspace::Workspace;

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let sources: Vec<String> = workspace.with_extension("rs").map(|(_, text)| squeeze(text)).collect();
    let mut findings = Vec::new();
    for (path, text) in workspace.with_extension("md") {
        for (line, block) in rust_blocks(text) {
            let block = squeeze(&block);
            if !sources.iter().any(|source| source.contains(&block)) {
                findings.push(Finding::at(
                    path,
                    line,
                    "this example stands nowhere in the code",
                    "show the code as it is now; what is no Rust of ours is fenced as ```text",
                ));
            }
        }
    }
    findings
}

/// The blocks fenced as Rust, with the line of the fence.
fn rust_blocks(text: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some("rust")) => open = Some((number, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    blocks.extend(open);
    blocks
}

/// The text with every run of white space as one space.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_that_is_not_in_the_code_is_found() {
        let faults = |page: &str| {
            let files = [("a.md", page), ("a/src/lib.rs", "fn a() {\n    b(1);\n    c();\n}\n")];
            check(&Workspace::of(&files)).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            faults("1. So:\n\n   ```rust\n   b(1);\n   c();\n   ```\n\n```text\nanything\n```\n"),
            [""; 0]
        );
        assert_eq!(faults("\n```rust\nb(2);\n```\n"), ["a.md:2: this example stands nowhere in the code"]);
    }
}
