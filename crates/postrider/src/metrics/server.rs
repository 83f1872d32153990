//! The two pages, for Prometheus and for load balancers.

use std::sync::Arc;

use super::{Sources, page};
use crate::http::{Answer, HttpServer};

/// Answers whoever connects.
pub async fn serve(server: HttpServer, sources: Arc<Sources>) {
    server.serve(move |path| answer(path, &sources)).await;
}

/// The page of a path.
fn answer(path: &[u8], sources: &Sources) -> Answer {
    match path {
        b"/metrics" => Answer::plain((200, "OK"), &page(sources)).of_kind(TEXT_FORMAT),
        b"/health" => match sources.trouble() {
            None => Answer::plain((WELL, "OK"), "mail is taken\n"),
            Some(trouble) => Answer::plain((NOT_WELL, "Service Unavailable"), &format!("{trouble}\n")),
        },
        _ => Answer::plain((404, "Not Found"), "the pages are /metrics and /health\n"),
    }
}

/// The code of /health where all is well.
pub const WELL: u16 = 200;
/// And where it is not.
pub const NOT_WELL: u16 = 503;

/// How Prometheus calls its text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
