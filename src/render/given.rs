//! How a view becomes what its template is given.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::model::{Direction, Lang, Slug, SourceKind};
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
                use $crate::render::given::{Of, field};
                use $crate::theme::Names;
                let is_named = [
                    $(names.holds(const { Names::place(field(stringify!($field))) })),*
                ];
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

/// The place of a name, worked out while compiling.
macro_rules! name {
    ($name:literal) => {
        const { $crate::theme::Names::place($name) }
    };
}
pub(super) use name;

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
