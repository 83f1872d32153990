//! What comes of a path.

use crate::paste::Refusal;

/// What comes of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A page.
    Page(Page),
    /// The page is there: the path of it, from the root.
    Moved(String),
    /// There is none; this page says so.
    Missing(Page),
    /// Nothing is made of what was sent; this page says why.
    Refused(Refusal, Page),
}

/// A page, or something that a page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub kind: Kind,
    /// All of it, UTF-8.
    pub text: String,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For people.
    Html,
    /// For programs.
    Json,
    /// How pages look.
    Css,
    /// The search.
    Script,
    /// The icon.
    Svg,
    /// The list of pages.
    Xml,
    /// The word to robots.
    Text,
}

impl Kind {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Css => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Xml => "application/xml",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

impl Answer {
    pub(crate) const fn page(kind: Kind, text: String) -> Self {
        Self::Page(Page { kind, text })
    }
}
