//! The sentences of a language as they are written: what translations are checked by.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

/// A sentence: the value of a message, or of one of its attributes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Its words, without what is filled in; of plural forms all, one behind the other.
    pub text: String,
    /// The names of what is filled in.
    pub variables: BTreeSet<String>,
    /// For each choice between forms: the names of the forms.
    pub forms: Vec<BTreeSet<String>>,
}

/// All sentences of a Fluent file: `reply-503`, `reply-503.meaning`.
///
/// # Errors
///
/// What in it is no Fluent, or what stands there twice.
pub fn sentences(file: &str) -> Result<BTreeMap<String, Sentence>, String> {
    let resource = parser::parse(file).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut sentences = BTreeMap::new();
    let mut note = |id: String, pattern: &Pattern<&str>| {
        let mut sentence = Sentence::default();
        read(pattern, &mut sentence);
        match sentences.insert(id.clone(), sentence) {
            None => Ok(()),
            Some(_) => Err(format!("{id} stands there twice")),
        }
    };
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(pattern) = &message.value {
            note(message.id.name.to_owned(), pattern)?;
        }
        for attribute in &message.attributes {
            note(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value)?;
        }
    }
    Ok(sentences)
}

fn read(pattern: &Pattern<&str>, sentence: &mut Sentence) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => sentence.text.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => read_inline(inline, sentence),
                Expression::Select { selector, variants } => {
                    read_inline(selector, sentence);
                    let names = variants.iter().map(|variant| match variant.key {
                        VariantKey::Identifier { name } => name.to_owned(),
                        VariantKey::NumberLiteral { value } => value.to_owned(),
                    });
                    sentence.forms.push(names.collect());
                    for variant in variants {
                        sentence.text.push(' ');
                        read(&variant.value, sentence);
                    }
                }
            },
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence) {
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.variables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            sentence.text.push_str(value);
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            for argument in positional {
                read_inline(argument, sentence);
            }
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = expression.as_ref() {
                read_inline(inline, sentence);
            }
        }
        InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => {}
    }
}

/// A short number for a text, by which a translation knows the English it was made from (FNV-1a, 64 bits).
#[must_use]
pub fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3))
}
