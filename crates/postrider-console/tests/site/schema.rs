//! JSON against a schema of OpenAPI: as much of it as the reference describes its own with.

use serde_json::Value;

/// What a value has to be, by a schema of OpenAPI; where it is not, at which key.
pub fn misfit(all: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let known = name.strip_prefix('#').and_then(|pointer| all.pointer(pointer));
        return misfit(all, known.unwrap_or_else(|| panic!("{name} is not described")), value, at);
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let mut faults = several.iter().map(|one| misfit(all, one, value, at));
        return if faults.any(|fault| fault.is_none()) { None } else { Some(format!("{at}: {value}")) };
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Some(format!("{at}: {value} is none of {words:?}"));
    }
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64(),
        Some("null") => value.is_null(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        other => panic!("{at}: {other:?}"),
    };
    if !fits {
        return Some(format!("{at}: {value} is no {}", schema["type"]));
    }
    let mut parts = value.as_array().into_iter().flatten();
    let parts = parts.find_map(|part| misfit(all, &schema["items"], part, at));
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing =
        || required.into_iter().find(|key| value.get(key).is_none()).map(|key| format!("{at}: no {key}"));
    let within = || {
        let properties = schema["properties"].as_object()?;
        value.as_object()?.iter().find_map(|(key, value)| {
            properties.get(key).and_then(|schema| misfit(all, schema, value, &format!("{at}.{key}")))
        })
    };
    parts.or_else(missing).or_else(within)
}
