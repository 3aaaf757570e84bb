//! JSON as it is written: field after field, into one text.

use super::bytes::{find_byte, is_one_of};

/// Where JSON is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonIn {
    /// In a file of its own.
    File,
    /// In a `<script>` of a page: no `<`, `>` or `&` is left that could end the element
    /// or begin a comment, and neither of the two characters that part lines in scripts alone.
    Script,
}

/// An object of JSON that is being written. Its fields stand in the order they are told;
/// their names are those of formats, and are written as they are.
#[derive(Debug)]
pub struct JsonObject<'o> {
    out: &'o mut String,
    place: JsonIn,
    has_fields: bool,
}

impl<'o> JsonObject<'o> {
    /// Writes an object with these fields at the end of `out`.
    pub fn write(out: &'o mut String, place: JsonIn, fields: impl FnOnce(&mut JsonObject<'_>)) {
        out.push('{');
        let mut object = JsonObject {
            out,
            place,
            has_fields: false,
        };
        fields(&mut object);
        object.out.push('}');
    }

    /// A text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.quoted(value);
    }

    /// A text, or no field where there is none.
    pub fn text_if(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.text(name, value.as_ref());
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
        self.list(name, values, |object, value| object.quoted(value.as_ref()));
    }

    /// A number; `null` where it is not finite.
    pub fn number(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        self.name(name);
        self.out.push_str(&value.into().to_string());
    }

    /// A number, or no field where there is none.
    pub fn number_if(&mut self, name: &str, value: Option<impl Into<serde_json::Value>>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }

    /// An object.
    pub fn object(&mut self, name: &str, fields: impl FnOnce(&mut JsonObject<'_>)) {
        self.name(name);
        JsonObject::write(self.out, self.place, fields);
    }

    /// A list of objects.
    pub fn objects<T>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
        fields: impl Fn(&mut JsonObject<'_>, T),
    ) {
        self.list(name, values, |object, value| {
            JsonObject::write(object.out, object.place, |item| fields(item, value));
        });
    }

    fn list<T>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
        item: impl Fn(&mut Self, T),
    ) {
        self.name(name);
        self.out.push('[');
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            item(self, value);
        }
        self.out.push(']');
    }

    fn name(&mut self, name: &str) {
        self.out
            .push_str(if self.has_fields { ",\"" } else { "\"" });
        self.has_fields = true;
        self.out.push_str(name);
        self.out.push_str("\":");
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        match self.place {
            JsonIn::File => escape(text, self.out, means_something),
            // The last one begins the two characters that part lines.
            JsonIn::Script => escape(text, self.out, |b| {
                means_something(b) | is_one_of(b, b"<>&\xe2")
            }),
        }
        self.out.push('"');
    }
}

/// What RFC 8259 does not let stand in a text as it is.
fn means_something(byte: u8) -> bool {
    (byte < 0x20) | is_one_of(byte, b"\"\\")
}

/// Appends `text` with the characters escaped that begin with one of these bytes.
fn escape(text: &str, out: &mut String, is_escaped: impl Fn(u8) -> bool + Copy) {
    let mut rest = text;
    while let Some(at) = find_byte(rest.as_bytes(), is_escaped) {
        out.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        match after.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c) if c.is_ascii() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            Some(c) => out.push(c),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{JsonIn, JsonObject};

    fn written(text: &str, place: JsonIn) -> String {
        let mut out = String::new();
        JsonObject::write(&mut out, place, |object| object.text("a", text));
        out
    }

    #[test]
    fn every_character_is_written_as_others_write_and_read_it() {
        let all: String = (0..0x3000)
            .filter_map(char::from_u32)
            .chain("🦀\u{feff}".chars())
            .collect();
        let value = serde_json::json!({ "a": &all });
        assert_eq!(written(&all, JsonIn::File), value.to_string());
        let in_script = written(&all, JsonIn::Script);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&in_script).ok(),
            Some(value)
        );
        for part in [
            "\\u003c", "\\u003e", "\\u0026", "\\u2028", "\\u2029", "\u{2027}",
        ] {
            assert!(in_script.contains(part), "{part}");
        }
        assert!(!in_script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
    }

    #[test]
    fn fields_stand_in_their_order() {
        let mut out = String::new();
        JsonObject::write(&mut out, JsonIn::File, |object| {
            object.number("n", 1.0);
            object.number("small", 0.00005);
            object.number_if("none", None::<i8>);
            object.number_if("m", Some(-1));
            object.text_if("none", None::<&str>);
            object.text_if("t", Some("x"));
            object.texts("l", ["a", "b"]);
            object.texts("e", [""; 0]);
            object.object("o", |_| {});
            object.objects("os", [1, 2], |item, n| item.number("i", n));
        });
        assert_eq!(
            out,
            r#"{"n":1.0,"small":0.00005,"m":-1,"t":"x","l":["a","b"],"e":[],"o":{},"os":[{"i":1},{"i":2}]}"#
        );
    }
}
