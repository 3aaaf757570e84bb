//! How a view becomes what its template is given.

use std::borrow::Cow;

use tera::Value;

use crate::model::{Direction, Lang, Slug, SourceKind};
use crate::theme::Names;

/// What a template may be given. Of views, it is given the fields that `names` holds.
pub trait Given {
    /// The value that the template reads.
    fn given(&self, names: &Names) -> Value;
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
            fn given(&self, names: &$crate::theme::Names) -> tera::Value {
                use $crate::theme::Names;
                use $crate::render::given::field;
                let is_named = [
                    $(names.holds(const { Names::place(field(stringify!($field))) })),*
                ];
                let count = is_named.iter().filter(|&&is_named| is_named).count();
                let mut map = tera::Map::with_capacity(count);
                let mut is_named = is_named.into_iter();
                $(
                    if is_named.next() == Some(true) {
                        let name = const { field(stringify!($field)) };
                        map.insert(name.into(), self.$field.given(names));
                    }
                )*
                tera::Value::from(map)
            }
        }
    };
}
pub(super) use view;

/// A field's name as templates write it: one that is a word of Rust's has a mark before it.
pub const fn field(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

impl<T: Given + ?Sized> Given for &T {
    fn given(&self, names: &Names) -> Value {
        (**self).given(names)
    }
}

impl<T: Given> Given for Option<T> {
    fn given(&self, names: &Names) -> Value {
        self.as_ref().map_or_else(Value::none, |it| it.given(names))
    }
}

impl<T: Given> Given for [T] {
    fn given(&self, names: &Names) -> Value {
        let all: Vec<Value> = self.iter().map(|it| it.given(names)).collect();
        Value::from(all)
    }
}

impl<T: Given> Given for Vec<T> {
    fn given(&self, names: &Names) -> Value {
        self.as_slice().given(names)
    }
}

impl Given for Value {
    fn given(&self, _: &Names) -> Value {
        self.clone()
    }
}

impl Given for str {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self)
    }
}

impl Given for String {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self)
    }
}

impl Given for Cow<'_, str> {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self)
    }
}

impl Given for Lang {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self.as_str())
    }
}

impl Given for Direction {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self.as_str())
    }
}

impl Given for Slug {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self.as_str())
    }
}

impl Given for SourceKind {
    fn given(&self, _: &Names) -> Value {
        Value::normal_string(self.name())
    }
}

impl Given for bool {
    fn given(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl Given for usize {
    fn given(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl Given for i8 {
    fn given(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl Given for f64 {
    fn given(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

/// What people wrote for themes to read, whatever its names.
impl Given for crate::tree::Value {
    fn given(&self, _: &Names) -> Value {
        Value::try_from_serializable(self).expect("it is plain data with text keys")
    }
}
