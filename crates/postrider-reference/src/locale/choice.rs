//! Which language a person wants.

use super::language::{Language, english, language};

/// The variables of the environment that say it, the first that is set counts.
const VARIABLES: [&str; 4] = ["POSTRIDER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

/// What the environment asks for, if it asks for anything.
pub fn asked_for(environment: impl Fn(&str) -> Option<String>) -> Option<String> {
    VARIABLES.iter().find_map(|name| environment(name).filter(|value| !value.is_empty()))
}

/// The language for what was asked for by name (`--lang`), or else by the environment; English where nothing was, or what was asked
/// for is not there.
///
/// # Errors
///
/// The one asked for by name is not there. What the environment says is only a wish.
pub fn choose(
    by_name: Option<&str>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<&'static Language, String> {
    match by_name {
        Some(tag) => language(tag).ok_or_else(|| tag.to_owned()),
        None => Ok(asked_for(environment).and_then(|tag| language(&tag)).unwrap_or_else(english)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(by_name: Option<&str>, set: &[(&str, &str)]) -> Result<&'static str, String> {
        let environment =
            |name: &str| set.iter().find(|(is, _)| *is == name).map(|(_, value)| (*value).to_owned());
        choose(by_name, environment).map(|language| language.tag)
    }

    #[test]
    fn the_option_goes_before_the_environment_and_english_is_left() {
        assert_eq!(chosen(None, &[]), Ok("en"));
        assert_eq!(chosen(None, &[("LANG", "ru_RU.UTF-8")]), Ok("ru"));
        assert_eq!(chosen(None, &[("LANG", "ru_RU.UTF-8"), ("LC_ALL", "C")]), Ok("en"));
        assert_eq!(chosen(None, &[("LANG", "ru_RU.UTF-8"), ("LC_ALL", "")]), Ok("ru"));
        assert_eq!(chosen(None, &[("LC_MESSAGES", "vi_VN"), ("LANG", "ru")]), Ok("vi"));
        assert_eq!(chosen(None, &[("POSTRIDER_LANG", "vi"), ("LC_ALL", "ru")]), Ok("vi"));
        assert_eq!(chosen(Some("ru"), &[("POSTRIDER_LANG", "vi")]), Ok("ru"));
        assert_eq!(chosen(Some("RU-ru"), &[]), Ok("ru"));
        assert_eq!(chosen(Some("tlh"), &[("LANG", "ru")]), Err("tlh".to_owned()));
    }
}
