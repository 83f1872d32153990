//! What is asked: the head of a request.

use super::Answer;

/// The head of a request, once all of it has come.
pub fn head_of(octets: &[u8]) -> Option<&[u8]> {
    let end = octets.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(&octets[..end])
}

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    Get(Target),
    /// The same, but for the page itself.
    Head(Target),
    /// Another method.
    Method,
    /// What is no request of HTTP/1.
    Malformed,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    path: Vec<u8>,
    /// What stands behind the question mark; empty where there is none.
    query: Vec<u8>,
}

impl Target {
    fn read(target: &[u8]) -> Self {
        let mut parts = target.splitn(2, |octet| *octet == b'?').map(<[u8]>::to_vec);
        Self { path: parts.next().unwrap_or_default(), query: parts.next().unwrap_or_default() }
    }
}

impl Request {
    /// Method, target and version. Nothing in the fields below them matters here.
    pub fn read(head: &[u8]) -> Self {
        let line = head.split(|octet| *octet == b'\r').next().unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|octet| *octet == b' ').collect();
        let [method, target, b"HTTP/1.0" | b"HTTP/1.1"] = words[..] else { return Self::Malformed };
        match method {
            b"GET" => Self::Get(Target::read(target)),
            b"HEAD" => Self::Head(Target::read(target)),
            _ => Self::Method,
        }
    }

    pub fn answer(self, page: &dyn Fn(&[u8], &[u8]) -> Answer) -> Answer {
        match self {
            Self::Get(Target { path, query }) => page(&path, &query),
            // The fields of the answer to GET, without what they tell of.
            Self::Head(Target { path, query }) => Answer { head_only: true, ..page(&path, &query) },
            // HTTP asks for the methods that there are.
            Self::Method => Answer::plain((405, "Method Not Allowed"), "there is nothing here but to GET\n")
                .with_field("Allow", "GET, HEAD"),
            Self::Malformed => Answer::plain((400, "Bad Request"), "this is no request of HTTP/1.1\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read() {
        let target = |path: &str, query: &str| Target {
            path: path.as_bytes().to_vec(),
            query: query.as_bytes().to_vec(),
        };
        let get = |path: &str| Request::Get(target(path, ""));
        for (head, request) in [
            ("GET /metrics HTTP/1.1\r\nHost: x", get("/metrics")),
            ("GET /metrics?name=x?y HTTP/1.0", Request::Get(target("/metrics", "name=x?y"))),
            ("HEAD /health HTTP/1.1\r\n", Request::Head(target("/health", ""))),
            ("GET / HTTP/1.1", get("/")),
            ("GET /metrics/../health HTTP/1.1", get("/metrics/../health")),
            ("POST /metrics HTTP/1.1", Request::Method),
            ("get /metrics HTTP/1.1", Request::Method),
            ("GET /metrics", Request::Malformed),
            ("GET  /metrics HTTP/1.1", Request::Malformed),
            ("GET /metrics HTTP/2.0", Request::Malformed),
            ("EHLO client.example", Request::Malformed),
            ("", Request::Malformed),
        ] {
            assert_eq!(Request::read(head.as_bytes()), request, "{head:?}");
        }
        assert_eq!(head_of(b"GET / HTTP/1.1\r\n\r"), None);
        assert_eq!(head_of(b"GET / HTTP/1.1\r\n\r\nmore"), Some(&b"GET / HTTP/1.1"[..]));
    }
}
