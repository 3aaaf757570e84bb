//! How a view becomes what its template is given.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::model::{Direction, Lang, Slug, SourceKind};
use crate::text::hash_of;
use crate::theme::Names;

/// What a template may be given. Of views, it is given the fields that it names.
pub trait Given {
    /// Hands it over, with the fields whose names are among `names`.
    fn give<S: Serializer>(&self, names: &Names, to: S) -> Result<S::Ok, S::Error>;

    /// The value that the template reads.
    fn given(&self, names: &Names) -> Value {
        Value::try_from_serializable(&Of(self, names)).expect("views are plain data with text keys")
    }
}

/// Something to be given, with what is named of it.
pub struct Of<'a, T: ?Sized>(pub &'a T, pub &'a Names);

impl<T: Given + ?Sized> Serialize for Of<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.give(self.1, to)
    }
}

/// A view: plain data, each field of which is given to templates by its name, where they name it.
macro_rules! view {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(<$life:lifetime>)? {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $name $(<$life>)? {
            $($(#[$field_meta])* $field_vis $field: $type),*
        }

        impl $(<$life>)? $crate::render::given::Given for $name $(<$life>)? {
            fn give<S: serde::Serializer>(
                &self,
                names: &$crate::theme::Names,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;
                use $crate::render::given::{Of, field, place};
                let mut is_named = [
                    $(names.holds(const { place(field(stringify!($field))) })),*
                ];
                if !is_named.contains(&true) {
                    // Whether it is there at all may be asked: an empty map counts as nothing.
                    is_named.fill(true);
                }
                let count = is_named.iter().filter(|&&is_named| is_named).count();
                let mut fields = to.serialize_struct(stringify!($name), count)?;
                let mut is_named = is_named.into_iter();
                $(
                    if is_named.next() == Some(true) {
                        let name = const { field(stringify!($field)) };
                        fields.serialize_field(name, &Of(&self.$field, names))?;
                    }
                )*
                fields.end()
            }
        }
    };
}
pub(super) use view;

/// The place of a field's name, worked out while compiling.
macro_rules! name {
    ($name:literal) => {
        const { $crate::render::given::place($name) }
    };
}
pub(super) use name;

/// The place of a field's name among those that templates hold. It does not compile where
/// the field is not one of [`FIELDS`].
pub const fn place(name: &str) -> usize {
    let mut at = 0;
    while at < FIELDS.len() {
        if is_same(FIELDS[at].as_bytes(), name.as_bytes()) {
            return Names::place(name);
        }
        at += 1;
    }
    panic!("it is a field of a view that is not listed")
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Which fields of views are given, as one number: pages are made from it.
pub fn fields(names: &Names) -> u64 {
    let held = FIELDS.map(|name| names.holds(Names::place(name)));
    hash_of(&held)
}

/// The fields of all views.
pub const FIELDS: [&str; 114] = [
    "accessed",
    "ai",
    "aliases",
    "alt",
    "anchor",
    "archive",
    "archive_url",
    "archived",
    "as_of",
    "atom_url",
    "author",
    "authors",
    "axis",
    "back",
    "caption_html",
    "card",
    "card_html",
    "cards",
    "citations",
    "corrections",
    "corrections_url",
    "country",
    "credit",
    "date",
    "description",
    "dir",
    "domains",
    "draft",
    "earlier",
    "editors",
    "extra",
    "facts",
    "feeds",
    "forecaster",
    "generator",
    "groups",
    "head_title",
    "home_url",
    "homepage",
    "html",
    "id",
    "image",
    "index_name",
    "index_url",
    "iso",
    "json_feed_url",
    "json_ld_html",
    "json_url",
    "kind",
    "known",
    "label",
    "lang",
    "letter",
    "link",
    "long_name",
    "machine",
    "mark",
    "menu",
    "method",
    "months",
    "name",
    "narratives",
    "newer_url",
    "next",
    "noindex",
    "note",
    "number",
    "og_type",
    "older_url",
    "outlet",
    "outlets_url",
    "owner",
    "percent",
    "permalink",
    "pole",
    "predictions",
    "previous",
    "probability",
    "provider",
    "providers_url",
    "published",
    "publisher",
    "question",
    "quote",
    "rater",
    "ratings",
    "readings",
    "related",
    "resolution",
    "resolves_by",
    "scale",
    "scheduled",
    "sections",
    "series",
    "series_url",
    "settings",
    "short",
    "sources",
    "stance",
    "stances",
    "stances_url",
    "state_media",
    "summary_html",
    "summary_text",
    "tab",
    "tags",
    "tags_url",
    "terms",
    "text",
    "title",
    "type",
    "updated",
    "url",
    "value",
];

/// A field's name as templates write it: one that is a word of Rust's has a mark before it.
pub const fn field(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

impl<T: Given + ?Sized> Given for &T {
    fn give<S: Serializer>(&self, names: &Names, to: S) -> Result<S::Ok, S::Error> {
        (**self).give(names, to)
    }
}

impl<T: Given> Given for Option<T> {
    fn give<S: Serializer>(&self, names: &Names, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(it) => it.give(names, to),
            None => to.serialize_none(),
        }
    }
}

impl<T: Given> Given for [T] {
    fn give<S: Serializer>(&self, names: &Names, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(|it| Of(it, names)))
    }
}

impl<T: Given> Given for Vec<T> {
    fn give<S: Serializer>(&self, names: &Names, to: S) -> Result<S::Ok, S::Error> {
        self.as_slice().give(names, to)
    }
}

/// What is given as it is.
macro_rules! plain {
    ($($type:ty),*) => {
        $(
            impl Given for $type {
                fn give<S: Serializer>(&self, _: &Names, to: S) -> Result<S::Ok, S::Error> {
                    self.serialize(to)
                }
            }
        )*
    };
}
plain!(Value, str, String, Cow<'_, str>, bool, usize, i8, f64);
plain!(Lang, Direction, Slug, SourceKind, crate::tree::Value);

#[cfg(test)]
mod tests {
    use super::Given;
    use crate::theme::Names;

    view! {
        struct Pager {
            number: Option<usize>,
            newer_url: &'static str,
        }
    }

    fn given(template: &str) -> tera::Value {
        let pager = Pager {
            number: None,
            newer_url: "/",
        };
        pager.given(&Names::of([template].into_iter()))
    }

    #[test]
    fn what_is_named_is_given() {
        let fields = given("{{ list.pager.number }}").into_map().unwrap();
        assert_eq!(fields.len(), 1);
        assert!(fields[&tera::value::Key::from("number")].is_none());
    }

    #[test]
    fn whether_it_is_there_does_not_depend_on_what_is_named() {
        for template in ["{% if list.pager %}", "{{ list.pager.number }}"] {
            assert!(given(template).is_truthy(), "{template}");
        }
    }

    #[test]
    fn each_field_is_listed_once() {
        assert!(super::FIELDS.is_sorted_by(|one, next| one < next));
    }
}
