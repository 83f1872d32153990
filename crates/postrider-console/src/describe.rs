//! The JSON pages, described for programs: OpenAPI 3.1.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use postrider_reference::code::book;
use postrider_reference::locale::{english, languages};
use postrider_reference::sheet::{Section, Sheet, Value};
use serde_json::{Map, Value as Json, json};

use crate::address;
use crate::describe_why;
use crate::site::Site;

/// The version of the shapes: it changes when a program that reads them would have to.
const VERSION: &str = "1.1.0";

/// What HTTP answers where a page is, and where none is.
pub const OK: u16 = 200;
const NOT_FOUND: u16 = 404;

/// The description. Which keys there are, and what each holds, is read off the sheets themselves.
pub fn openapi(site: &Site) -> String {
    static KEYS: LazyLock<BTreeMap<&'static str, Key>> = LazyLock::new(keys);
    let mut properties = Map::new();
    let kinds = ["reply", "enhanced", "vendor", "own", "cause", "pair", "sequence"];
    properties.insert("kind".to_owned(), json!({ "type": "string", "enum": kinds }));
    properties.insert("id".to_owned(), json!({ "type": "string", "description": say("openapi-id") }));
    properties.insert("language".to_owned(), json!({ "$ref": "#/components/schemas/Language" }));
    properties.insert("name".to_owned(), text(&say("openapi-name")));
    properties.insert("verdict".to_owned(), text(&say("openapi-verdict")));
    for (key, Key { label, shapes }) in &*KEYS {
        let mut schema = match &shapes[..] {
            [one] => json!({ "$ref": reference(one) }),
            several => {
                json!({ "oneOf": several.iter().map(|one| json!({ "$ref": reference(one) })).collect::<Vec<_>>() })
            }
        };
        schema["description"] = Json::from(label.as_str());
        properties.insert((*key).to_owned(), schema);
    }
    let tags: Vec<&str> = languages().iter().map(|language| language.tag).collect();
    let mut description = json!({
        "openapi": "3.1.0",
        "info": {
            "title": say("web-site"),
            "version": VERSION,
            "description": say("openapi"),
        },
        "servers": [{ "url": site.address("").unwrap_or_else(|| "/".to_owned()).trim_end_matches('/').to_owned() + "/" }],
        "paths": {
            "/{language}/{id}.json": get(
                "sheet",
                &say("openapi-sheet"),
                &[in_path("id", &json!({ "type": "string" }), &say("openapi-sheet.id"))],
                "Sheet",
            ),
            "/{language}/index.json": get("index", &say("openapi-index"), &[], "Index"),
            "/{language}/search.json": get(
                "search",
                &say("openapi-search"),
                &[json!({ "name": "q", "in": "query", "required": true, "schema": { "type": "string", "maxLength": 200 } })],
                "Found",
            ),
            "/{language}/why.json": describe_why::path(),
        },
        "components": { "schemas": {
            "Language": { "type": "string", "enum": tags },
            "Sheet": { "type": "object", "required": ["kind", "id", "language", "name"], "properties": properties },
            "Text": { "type": "string" },
            "Words": { "type": "array", "items": { "type": "string" } },
            "Term": object(&["word", "text"], &json!({
                "word": { "type": "string", "description": say("openapi-word") },
                "text": { "type": "string", "description": say("openapi-text") },
            })),
            "Link": object(&["kind", "id", "name"], &json!({
                "kind": { "type": "string" }, "id": { "type": "string" }, "name": { "type": "string" },
            })),
            "Links": list("Link"),
            "Exchange": { "type": "array", "items": { "type": "string", "description": say("openapi-line") } },
            "Case": { "type": "object", "required": ["id", "title"], "properties": { "id": { "type": "string" }, "title": { "type": "string" } } },
            "Cases": list("Case"),
            "Row": object(&["key", "label", "sides", "same"], &json!({
                "key": { "type": "string" }, "label": { "type": "string" },
                "sides": { "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": "string" } },
                "same": { "type": "boolean" },
            })),
            "Rows": list("Row"),
            "Index": object(&["language", "languages", "entries"], &json!({
                "language": { "$ref": "#/components/schemas/Language" },
                "languages": { "type": "array", "items": { "$ref": "#/components/schemas/Language" } },
                "entries": { "$ref": "#/components/schemas/Links" },
            })),
            "Found": object(&["found", "alike"], &json!({
                "found": { "type": "array", "items": { "$ref": "#/components/schemas/Hit" } },
                "alike": { "type": "array", "items": { "$ref": "#/components/schemas/Hit" } },
            })),
            "Hit": object(&["kind", "id"], &json!({ "kind": { "type": "string" }, "id": { "type": "string" } })),
            "Missing": object(&["error", "alike"], &json!({
                "error": { "type": "string" }, "alike": { "type": "array", "items": { "type": "string" } },
            })),
        } },
    });
    let schemas = description.pointer_mut("/components/schemas").and_then(Json::as_object_mut);
    schemas.expect("it stands there above").extend(describe_why::schemas());
    format!("{description:#}\n")
}

/// Every key of every sheet.
fn keys() -> BTreeMap<&'static str, Key> {
    let mut keys = BTreeMap::new();
    for subject in address::subjects(book()) {
        if let Some(sheet) = Sheet::of(book(), english(), &subject) {
            note(&sheet.sections, &mut keys);
        }
    }
    keys
}

/// What is known of a key.
struct Key {
    label: String,
    shapes: Vec<&'static str>,
}

fn note(sections: &[Section], keys: &mut BTreeMap<&'static str, Key>) {
    for section in sections {
        let shape = match &section.value {
            Value::Text(_) => "Text",
            // Programs get the words alone.
            Value::Words(_) | Value::Terms(_) => "Words",
            Value::Term(_) => "Term",
            Value::Links(_) => "Links",
            Value::Exchange(_) => "Exchange",
            Value::Cases(_) => "Cases",
            Value::Rows(_) => "Rows",
        };
        let key = keys
            .entry(section.key)
            .or_insert_with(|| Key { label: section.label.clone(), shapes: Vec::new() });
        if !key.shapes.contains(&shape) {
            key.shapes.push(shape);
        }
    }
}

/// It is one file for all languages, and so in the one that everything is written in first.
pub fn say(id: &str) -> String {
    english().say(id)
}

pub fn reference(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

pub fn text(description: &str) -> Json {
    json!({ "type": "string", "description": description })
}

pub fn list(of: &str) -> Json {
    json!({ "type": "array", "items": { "$ref": reference(of) } })
}

pub fn object(required: &[&str], properties: &Json) -> Json {
    json!({ "type": "object", "required": required, "properties": properties })
}

pub fn in_path(name: &str, schema: &Json, description: &str) -> Json {
    json!({ "name": name, "in": "path", "required": true, "schema": schema, "description": description })
}

/// A path that is only to be read.
fn get(id: &str, summary: &str, parameters: &[Json], answer: &str) -> Json {
    let language = in_path("language", &json!({ "$ref": reference("Language") }), &say("openapi-language"));
    let parameters: Vec<&Json> = std::iter::once(&language).chain(parameters).collect();
    let content = |schema: &str| json!({ "application/json": { "schema": { "$ref": reference(schema) } } });
    json!({ "get": {
        "operationId": id,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            (OK.to_string()): { "description": say("openapi-there"), "content": content(answer) },
            (NOT_FOUND.to_string()): { "description": say("openapi-missing"), "content": content("Missing") },
        },
    } })
}
