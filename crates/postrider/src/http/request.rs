//! What is asked: the head of a request, and what it says of the body behind it.

use super::Answer;

/// The head of a request, once all of it has come.
pub fn head_of(octets: &[u8]) -> Option<&[u8]> {
    let end = octets.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD)?;
    Some(&octets[..end])
}

/// What a head ends with.
pub const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// What a path can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Methods {
    /// GET and HEAD.
    Get,
    /// These, and POST with a body of at most so many octets.
    GetAndPost(usize),
    /// POST alone.
    Post(usize),
}

impl Methods {
    /// As HTTP lists them.
    const fn allowed(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::GetAndPost(_) => "GET, HEAD, POST",
            Self::Post(_) => "POST",
        }
    }

    const fn gives(self) -> bool {
        matches!(self, Self::Get | Self::GetAndPost(_))
    }

    /// The most octets that may be sent.
    const fn takes(self) -> Option<usize> {
        match self {
            Self::Get => None,
            Self::GetAndPost(octets) | Self::Post(octets) => Some(octets),
        }
    }
}

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    Get(Target),
    /// The same, but for the page itself.
    Head(Target),
    /// Something is sent.
    Post(Target, Body),
    /// Another method.
    Method(Target),
    /// What is no request of HTTP/1.
    Malformed,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    pub path: Vec<u8>,
    /// What stands behind the question mark; empty where there is none.
    pub query: Vec<u8>,
}

impl Target {
    fn read(target: &[u8]) -> Self {
        let mut parts = target.splitn(2, |octet| *octet == b'?').map(<[u8]>::to_vec);
        Self { path: parts.next().unwrap_or_default(), query: parts.next().unwrap_or_default() }
    }
}

/// What a head says of the body behind it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub length: Length,
    /// Its media type, as it stands there; empty where it is not said.
    pub media_type: String,
    /// Whether it is packed: `Content-Encoding`.
    pub packed: bool,
    /// Whether it comes once it is asked for: `Expect: 100-continue`.
    pub on_demand: bool,
}

/// How long a body is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// It is not said, or comes in chunks.
    #[default]
    Unknown,
    /// So many octets.
    Octets(u64),
    /// What stands there is no length.
    Malformed,
}

impl Body {
    fn read(head: &[u8], is_1_1: bool) -> Self {
        let mut body = Self::default();
        let mut in_chunks = false;
        for line in head.split(|octet| *octet == b'\n').skip(1) {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => body.length = body.length.and(value),
                "transfer-encoding" => in_chunks = true,
                "content-type" => value.clone_into(&mut body.media_type),
                "content-encoding" => body.packed = !value.eq_ignore_ascii_case("identity"),
                // HTTP/1.0 has no answer before the answer.
                "expect" => body.on_demand = is_1_1 && value.eq_ignore_ascii_case("100-continue"),
                _ => {}
            }
        }
        if in_chunks {
            body.length = Length::Unknown;
        }
        body
    }
}

impl Length {
    /// With what a field more says. Two that differ are no length.
    fn and(self, value: &str) -> Self {
        let is_number = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit());
        let read = if is_number {
            // What has too many digits is too long for anybody.
            Self::Octets(value.parse().unwrap_or(u64::MAX))
        } else {
            Self::Malformed
        };
        if self == Self::Unknown || self == read { read } else { Self::Malformed }
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Plan {
    /// The page is shown; of HEAD only the fields.
    Show { target: Target, head_only: bool },
    /// A body of so many octets is to come, and is answered.
    Take { target: Target, octets: usize, body: Body },
    /// More is to come than is taken.
    TooLong(Target),
    /// It is refused.
    Refuse(Answer),
}

impl Request {
    /// Method, target and version, and what is said of a body. Nothing else matters here.
    pub fn read(head: &[u8]) -> Self {
        let line = head.split(|octet| *octet == b'\r').next().unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|octet| *octet == b' ').collect();
        let [method, target, version @ (b"HTTP/1.0" | b"HTTP/1.1")] = words[..] else {
            return Self::Malformed;
        };
        let target = Target::read(target);
        match method {
            b"GET" => Self::Get(target),
            b"HEAD" => Self::Head(target),
            b"POST" => Self::Post(target, Body::read(head, version == b"HTTP/1.1")),
            _ => Self::Method(target),
        }
    }

    /// What becomes of it, by what its path can be asked.
    pub fn plan(self, methods: impl Fn(&[u8]) -> Methods) -> Plan {
        match self {
            Self::Get(target) if methods(&target.path).gives() => Plan::Show { target, head_only: false },
            // The fields of the answer to GET, without what they tell of.
            Self::Head(target) if methods(&target.path).gives() => Plan::Show { target, head_only: true },
            Self::Post(target, body) => match methods(&target.path).takes() {
                Some(octets_max) => taken(target, body, octets_max),
                None => Plan::Refuse(not_allowed(methods(&target.path))),
            },
            Self::Get(target) | Self::Head(target) | Self::Method(target) => {
                Plan::Refuse(not_allowed(methods(&target.path)))
            }
            Self::Malformed => Plan::Refuse(Answer::plain(BAD_REQUEST, "this is no request of HTTP/1.1\n")),
        }
    }
}

const BAD_REQUEST: (u16, &str) = (400, "Bad Request");

/// HTTP asks for the methods that there are.
fn not_allowed(methods: Methods) -> Answer {
    let words = match methods {
        Methods::Get => "there is nothing here but to GET\n",
        Methods::GetAndPost(_) => "this page is read with GET, and takes what POST sends\n",
        Methods::Post(_) => "this takes what POST sends, and there is nothing to GET\n",
    };
    Answer::plain((405, "Method Not Allowed"), words).with_field("Allow", methods.allowed())
}

fn taken(target: Target, body: Body, octets_max: usize) -> Plan {
    let length = match body.length {
        Length::Octets(length) => length,
        Length::Unknown => {
            return Plan::Refuse(Answer::plain(
                (411, "Length Required"),
                "say with Content-Length how many octets come; a body in chunks is not taken\n",
            ));
        }
        Length::Malformed => {
            return Plan::Refuse(Answer::plain(
                BAD_REQUEST,
                "what Content-Length says is no number of octets\n",
            ));
        }
    };
    if body.packed {
        return Plan::Refuse(Answer::plain(
            (415, "Unsupported Media Type"),
            "this is packed (Content-Encoding): send it as it is\n",
        ));
    }
    match usize::try_from(length) {
        Ok(octets) if octets <= octets_max => Plan::Take { target, octets, body },
        _ => Plan::TooLong(target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str, query: &str) -> Target {
        Target { path: path.as_bytes().to_vec(), query: query.as_bytes().to_vec() }
    }

    #[test]
    fn requests_are_read() {
        let get = |path: &str| Request::Get(target(path, ""));
        for (head, request) in [
            ("GET /metrics HTTP/1.1\r\nHost: x", get("/metrics")),
            ("GET /metrics?name=x?y HTTP/1.0", Request::Get(target("/metrics", "name=x?y"))),
            ("HEAD /health HTTP/1.1\r\n", Request::Head(target("/health", ""))),
            ("GET / HTTP/1.1", get("/")),
            ("GET /metrics/../health HTTP/1.1", get("/metrics/../health")),
            ("POST /metrics HTTP/1.1", Request::Post(target("/metrics", ""), Body::default())),
            ("PUT /metrics HTTP/1.1", Request::Method(target("/metrics", ""))),
            ("get /metrics HTTP/1.1", Request::Method(target("/metrics", ""))),
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

    #[test]
    fn a_head_says_how_long_the_body_is() {
        for (fields, length) in [
            ("Content-Length: 12", Length::Octets(12)),
            ("content-length:0", Length::Octets(0)),
            ("Content-Length: 5\r\nContent-Length: 5", Length::Octets(5)),
            ("Content-Length: 99999999999999999999999", Length::Octets(u64::MAX)),
            ("Content-Length: 5\r\nContent-Length: 6", Length::Malformed),
            ("Content-Length: x\r\nContent-Length: 6", Length::Malformed),
            ("Content-Length: -1", Length::Malformed),
            ("Content-Length: +1", Length::Malformed),
            ("Content-Length: 5, 5", Length::Malformed),
            ("Content-Length:", Length::Malformed),
            // Another name than it looks.
            ("Content-Length : 5", Length::Unknown),
            ("Host: x", Length::Unknown),
            ("Transfer-Encoding: chunked", Length::Unknown),
            // Who says both may mean either.
            ("Content-Length: 5\r\nTransfer-Encoding: chunked", Length::Unknown),
        ] {
            let head = format!("POST / HTTP/1.1\r\n{fields}");
            assert_eq!(Body::read(head.as_bytes(), true).length, length, "{fields}");
        }
        let head = b"POST / HTTP/1.1\r\nEXPECT: 100-Continue\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Encoding: gzip";
        let body = Body::read(head, true);
        assert!(body.on_demand && body.packed && body.media_type == "text/plain; charset=utf-8", "{body:?}");
        assert!(!Body::read(head, false).on_demand);
    }

    #[test]
    fn a_path_is_asked_what_it_can_be() {
        let methods = |path: &[u8]| match path {
            b"/both" => Methods::GetAndPost(10),
            b"/post" => Methods::Post(10),
            _ => Methods::Get,
        };
        let refused = |head: &str| match Request::read(head.as_bytes()).plan(methods) {
            Plan::Refuse(answer) => String::from_utf8(answer.encode()).expect("UTF-8"),
            other => panic!("{head:?}: {other:?}"),
        };
        for (head, code, field) in [
            ("POST /get HTTP/1.1\r\nContent-Length: 1", "405", "Allow: GET, HEAD\r\n"),
            ("DELETE /both HTTP/1.1", "405", "Allow: GET, HEAD, POST\r\n"),
            ("GET /post HTTP/1.1", "405", "Allow: POST\r\n"),
            ("HEAD /post HTTP/1.1", "405", "Allow: POST\r\n"),
            ("OPTIONS /post HTTP/1.1", "405", "Allow: POST\r\n"),
            ("POST /both HTTP/1.1", "411", "Content-Length how many octets"),
            ("POST /both HTTP/1.1\r\nTransfer-Encoding: chunked", "411", "in chunks"),
            ("POST /both HTTP/1.1\r\nContent-Length: x", "400", "no number of octets"),
            ("POST /both HTTP/1.1\r\nContent-Length: 1\r\nContent-Encoding: gzip", "415", "as it is"),
            ("POST", "400", "no request"),
        ] {
            let answer = refused(head);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {code} ")) && answer.contains(field),
                "{head:?}: {answer}"
            );
        }
        let plan = |head: &str| Request::read(head.as_bytes()).plan(methods);
        assert!(matches!(plan("GET /both HTTP/1.1"), Plan::Show { head_only: false, .. }));
        assert!(matches!(plan("HEAD /both HTTP/1.1"), Plan::Show { head_only: true, .. }));
        assert!(matches!(plan("POST /post HTTP/1.1\r\nContent-Length: 10"), Plan::Take { octets: 10, .. }));
        for length in ["11", "99999999999999999999999"] {
            let head = format!("POST /both HTTP/1.1\r\nContent-Length: {length}");
            assert!(matches!(plan(&head), Plan::TooLong(_)), "{length}");
        }
    }
}
