//! The shape of a value: what the parser takes for it, in the words of JSON Schema.

use super::pattern;
use crate::tree::{Value, most_items};

/// What a value of JSON is. YAML and TOML have no others for a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Nothing, which counts as absent.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// A text.
    String,
    /// A list.
    Array,
    /// A map.
    Object,
}

impl Type {
    /// Each once; a whole number is a number.
    const ALL: [Self; 6] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// The shape of a value.
#[derive(Clone, Debug)]
pub struct Shape {
    /// What people write there.
    meant: Vec<Type>,
    /// What the parser takes as well: to it `2024` and `yes` are words, as they are to their author.
    taken: Vec<Type>,
    keywords: Vec<(String, Value)>,
}

impl Shape {
    fn new(meant: &[Type], taken: &[Type]) -> Self {
        Self {
            meant: meant.to_vec(),
            taken: taken.to_vec(),
            keywords: Vec::new(),
        }
    }

    /// The same with one keyword more.
    pub fn with(mut self, keyword: &str, value: impl Into<Value>) -> Self {
        self.keywords.push((keyword.to_owned(), value.into()));
        self
    }

    /// The same, and its texts have this pattern. Editors show `otherwise` where they have not.
    pub fn matching(self, pattern: impl Into<String>, otherwise: &str) -> Self {
        self.with("pattern", pattern.into())
            .with("patternErrorMessage", otherwise)
    }

    /// The same, which may also be a text of this pattern.
    pub fn or_text(mut self, pattern: impl Into<String>, otherwise: &str) -> Self {
        self.meant.push(Type::String);
        self.matching(pattern, otherwise)
    }

    /// The same, which may also be a word that looks like a number or truth value.
    pub fn or_plain(mut self) -> Self {
        self.taken.extend([Type::Number, Type::Boolean]);
        self
    }

    /// The same, which may also be nothing.
    pub fn or_nothing(mut self) -> Self {
        self.taken.push(Type::Null);
        self
    }

    /// The same, in TOML, which has no empty values, and whose editors know plain types only.
    fn in_toml(mut self) -> Self {
        self.taken.retain(|kind| *kind != Type::Null);
        self.meant.append(&mut self.taken);
        self
    }

    /// The schema, with what it says of itself first.
    pub fn schema(&self, description: &str) -> Value {
        let mut entries = vec![("description".to_owned(), description.into())];
        entries.extend(self.keywords());
        Value::Map(entries)
    }

    /// The keywords of the schema, the type first. Editors offer what `type` lists, so one with
    /// `boolean` would offer `true` for every title: where truth values are taken as the
    /// words that they are, they are not named.
    pub fn keywords(&self) -> Vec<(String, Value)> {
        let all: Vec<Type> = self.meant.iter().chain(&self.taken).copied().collect();
        let keywords = self.keywords.iter().cloned();
        if !self.taken.contains(&Type::Boolean) {
            let types = (!all.is_empty()).then(|| ("type".to_owned(), names(&all)));
            return types.into_iter().chain(keywords).collect();
        }
        let refused = Type::ALL.into_iter().filter(|kind| !all.contains(kind));
        if self.meant == [Type::String] {
            let others: Vec<Type> = refused.chain([Type::String]).collect();
            let text = [("type".to_owned(), names(&self.meant))];
            let text = Value::Map(text.into_iter().chain(keywords).collect());
            let no_text = part([("not", part([("type", names(&others))]))]);
            return vec![("anyOf".to_owned(), vec![text, no_text].into())];
        }
        let refused: Vec<Type> = refused.collect();
        let types = [
            ("if".to_owned(), part([("type", names(&refused))])),
            ("then".to_owned(), part([("type", names(&self.meant))])),
        ];
        types.into_iter().chain(keywords).collect()
    }
}

fn names(types: &[Type]) -> Value {
    match types {
        [one] => one.name().into(),
        _ => Value::List(types.iter().map(|kind| kind.name().into()).collect()),
    }
}

/// Any text.
pub fn text() -> Shape {
    Shape::new(&[Type::String], &[Type::Number, Type::Boolean])
}

/// A text with something in it.
pub fn filled() -> Shape {
    text().matching(pattern::FILLED, "expected text")
}

/// A text with a letter or digit in it.
pub fn name() -> Shape {
    text().matching(pattern::NAMED, "expected a letter or digit")
}

/// A text that is empty, or has a letter or digit in it.
pub fn name_or_empty() -> Shape {
    text().matching(
        format!(r"^\s*$|{}", pattern::NAMED),
        "expected a letter or digit",
    )
}

/// A text of a form that no number and no truth value has.
pub fn formed(pattern: impl Into<String>, otherwise: &str) -> Shape {
    Shape::new(&[Type::String], &[]).matching(pattern, otherwise)
}

/// A date that must be there.
pub fn date() -> Shape {
    formed(pattern::whole(&pattern::moment()), NO_DATE)
}

/// A date that may be missing.
pub fn date_or_empty() -> Shape {
    formed(pattern::whole_or_empty(&pattern::moment()), NO_DATE)
}

const NO_DATE: &str =
    "expected a date such as 2026-03-02, or with its offset a time: 2026-03-02T10:00Z";

/// An address of the web, which may be missing.
pub fn url() -> Shape {
    formed(
        pattern::whole_or_empty(pattern::url()),
        "expected an address such as https://example.org/page",
    )
}

/// A slug. A number is one, and so is `true`.
pub fn slug() -> Shape {
    text().matching(
        pattern::whole(&pattern::slug()),
        "expected lower-case letters, digits, `-`, `_` and `.`",
    )
}

/// A language tag; `true` has the shape of one.
pub fn language() -> Shape {
    Shape::new(&[Type::String], &[Type::Boolean]).matching(
        pattern::whole(pattern::language()),
        "expected a BCP 47 tag such as `en` or `pt-BR`",
    )
}

/// A probability.
pub fn probability() -> Shape {
    Shape::new(&[Type::String, Type::Number], &[])
        .matching(
            pattern::whole(pattern::probability()),
            "expected `15%` or `0.15`, from 0 to 1",
        )
        .with("minimum", 0)
        .with("maximum", 1)
}

/// `true` or `false`.
pub fn truth() -> Shape {
    Shape::new(&[Type::Boolean], &[])
}

/// A whole number in a range.
pub fn whole_number(range: std::ops::RangeInclusive<i32>) -> Shape {
    Shape::new(&[Type::Integer], &[])
        .with("minimum", *range.start())
        .with("maximum", *range.end())
}

/// A number within bounds.
pub fn number(least: f64, most: f64) -> Shape {
    Shape::new(&[Type::Number], &[])
        .with("minimum", Value::Float(least))
        .with("maximum", Value::Float(most))
}

/// A list of texts, as TOML has them: in quotation marks.
pub fn plain_texts(pattern: &str) -> Shape {
    let text = part([
        ("type", Value::from("string")),
        ("pattern", Value::from(pattern)),
    ]);
    Shape::new(&[Type::Array], &[]).with("items", text)
}

/// One of a few words, each with its meaning.
pub fn word(words: &[(&str, &str)]) -> Shape {
    let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let listed = part([
        ("enum", list(names.iter().copied())),
        (
            "enumDescriptions",
            list(words.iter().map(|(_, meaning)| *meaning)),
        ),
    ]);
    // White space around a word does no harm. What is no text is refused beside this.
    let padded = part([
        ("pattern", pattern::whole(&pattern::one_of(&names)).into()),
        (
            "patternErrorMessage",
            format!("expected one of: {}", names.join(", ")).into(),
        ),
    ]);
    Shape::new(&[Type::String], &[]).with("anyOf", vec![listed, padded])
}

/// A list, called `field`, of items of one shape. The description is that of an item.
pub fn items(field: &str, description: &str, item: &Shape) -> Shape {
    Shape::new(&[Type::Array], &[])
        .with("items", item.schema(description))
        .with("maxItems", most_items(field))
}

/// Anything, so far as no keyword says more.
pub fn anything() -> Shape {
    Shape::new(&[], &[])
}

/// Any map.
pub fn free() -> Shape {
    // It is the default, but some ask for it in words.
    object().with("additionalProperties", true)
}

/// A map, of which other keywords say more.
pub fn object() -> Shape {
    Shape::new(&[Type::Object], &[])
}

/// A map whose keys are names of one form and whose values have one shape.
pub fn named(keys: &str, value: Value) -> Shape {
    Shape::new(&[Type::Object], &[])
        .with("patternProperties", part([(keys, value)]))
        .with("additionalProperties", false)
}

/// A field of a map.
pub struct Field {
    name: &'static str,
    shape: Shape,
    description: String,
    required: bool,
}

/// A field that must be there, and its meaning.
pub fn must(name: &'static str, shape: Shape, description: &str) -> Field {
    Field {
        name,
        shape,
        description: description.to_owned(),
        required: true,
    }
}

/// A field that may be there, and its meaning. Empty, it counts as absent.
pub fn may(name: &'static str, shape: Shape, description: &str) -> Field {
    filled_if_there(name, shape.or_nothing(), description)
}

/// A field that may be there, but then not empty, and its meaning.
pub fn filled_if_there(name: &'static str, shape: Shape, description: &str) -> Field {
    Field {
        name,
        shape,
        description: description.to_owned(),
        required: false,
    }
}

/// A table of TOML with these fields and no others. `title` is what messages call it.
pub fn table(title: &str, fields: Vec<Field>) -> Shape {
    let fields = fields.into_iter().map(|field| Field {
        shape: field.shape.in_toml(),
        ..field
    });
    map(title, fields.collect())
}

/// A map of these fields and no others. `title` is what messages call it.
pub fn map(title: &str, fields: Vec<Field>) -> Shape {
    let required = fields.iter().filter(|field| field.required);
    let required = list(required.map(|field| field.name));
    let properties = fields.into_iter().map(|field| {
        let schema = field.shape.schema(&field.description);
        (field.name.to_owned(), schema)
    });
    let shape = Shape::new(&[Type::Object], &[])
        .with("title", title)
        .with("properties", Value::Map(properties.collect()));
    let shape = match required {
        Value::List(names) if names.is_empty() => shape,
        required => shape.with("required", required),
    };
    shape.with("additionalProperties", false)
}

/// A part of a schema that is no shape of its own.
pub fn part<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.into_iter();
    Value::Map(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// A list of texts.
pub fn list<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    Value::List(texts.map(Value::from).collect())
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Self {
        Self::List(values)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Int(i64::try_from(count).expect("limits are small"))
    }
}
