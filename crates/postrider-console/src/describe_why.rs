//! The answer to a paste, described for programs.

use postrider_reference::code::{Acts, Repeat};
use postrider_reference::{Class, Sure};
use serde_json::{Map, Value as Json, json};

use crate::describe::{OK, in_path, list, object, reference, say, text};
use crate::paste::{BODY_OCTETS_MAX, FIELD};

/// What HTTP answers where nothing is made of what was sent.
const NO_FIELD: u16 = 400;
const TOO_LONG: u16 = 413;
const MEDIA_TYPE: u16 = 415;

/// The path: a paste is sent to it, and nothing is there to be read.
pub fn path() -> Json {
    let language = in_path("language", &json!({ "$ref": reference("Language") }), &say("openapi-language"));
    let paste =
        json!({ "type": "string", "maxLength": BODY_OCTETS_MAX, "description": say("openapi-why.text") });
    let form = object(&[FIELD], &json!({ (FIELD): &paste }));
    let answer = |id: &str, schema: &str| json!({ "description": say(id), "content": { "application/json": { "schema": { "$ref": reference(schema) } } } });
    json!({ "post": {
        "operationId": "why",
        "summary": say("openapi-why"),
        "parameters": [language],
        "requestBody": { "required": true, "content": {
            "text/plain": { "schema": paste },
            "application/x-www-form-urlencoded": { "schema": form },
        } },
        "responses": {
            (OK.to_string()): answer("openapi-there", "Why"),
            (NO_FIELD.to_string()): answer("openapi-why-no-field", "Refused"),
            (TOO_LONG.to_string()): answer("openapi-why-too-long", "Refused"),
            (MEDIA_TYPE.to_string()): answer("openapi-why-media-type", "Refused"),
        },
    } })
}

/// The shapes of the answer, by name.
pub fn schemas() -> Map<String, Json> {
    let word = |words: &[&str]| json!({ "type": "string", "enum": words });
    let term = |words: &Json| {
        object(&["word", "text"], &json!({ "word": words, "text": { "$ref": reference("Text") } }))
    };
    let any = json!({ "type": "string" });
    let number = json!({ "type": "integer" });
    let acts: Vec<&str> = Acts::ALL.iter().map(|acts| acts.as_str()).collect();
    let retry: Vec<&str> = Repeat::ALL.iter().map(|retry| retry.as_str()).collect();
    let sure = [Sure::Certain, Sure::Likely, Sure::Guess].map(Sure::as_str);
    let classes: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
    let step = object(
        &["word", "verb", "text"],
        &json!({
            "word": word(&["missing", "perhaps", "failed", "connection"]),
            "verb": known_or_null(&any),
            "text": { "$ref": reference("Text") },
        }),
    );
    let speaker = object(
        &["word", "vendor", "text"],
        &json!({
            "word": word(&["server", "client", "middlebox"]),
            "vendor": known_or_null(&any),
            "text": { "$ref": reference("Text") },
        }),
    );
    let finding = json!({
        "verdict": text(&say("openapi-why-verdict")),
        "proof": object(&["line", "text"], &json!({ "line": number, "text": text(&say("openapi-why-proof")) })),
        "recipient": known_or_null(&any),
        "step": known_or_null(&step),
        "cause": known_or_null(&any),
        "advice": known_or_null(&any),
        "fix": known_or_null(&any),
        "acts": term(&word(&acts)),
        "check": known_or_null(&any),
        "retry": term(&word(&retry)),
        "sure": term(&word(&sure)),
        "speaker": speaker,
        "input": term(&any),
        "rule": any,
        "situation": known_or_null(&any),
        "class": word(&classes),
        "code": known_or_null(&number),
        "enhanced": known_or_null(&any),
        "links": { "$ref": reference("Links") },
        "echoes": { "type": "array", "items": number },
        "fact": known_or_null(&any),
        "session": known_or_null(&any),
    });
    let keys: Vec<&str> = finding.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
    let mut finding_schema = object(&keys, &finding);
    finding_schema["description"] = Json::from(say("openapi-why-null"));
    let mut needs = known_or_null(&term(&word(&["anything", "refusal", "context"])));
    needs["description"] = Json::from(say("openapi-why-needs"));
    let answer = object(
        &["kind", "language", "findings", "needs", "cut"],
        &json!({
            "kind": word(&["why"]),
            "language": { "$ref": reference("Language") },
            "findings": list("Finding"),
            "needs": needs,
            "cut": { "type": "boolean", "description": say("openapi-why-cut") },
        }),
    );
    let refused = object(&["error"], &json!({ "error": any }));
    [("Why", answer), ("Finding", finding_schema), ("Refused", refused)]
        .map(|(name, schema)| (name.to_owned(), schema))
        .into_iter()
        .collect()
}

fn known_or_null(schema: &Json) -> Json {
    json!({ "oneOf": [schema, { "type": "null" }] })
}
