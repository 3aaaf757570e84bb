//! The order of fields: that of the tables in `docs/guide/writing.md`.

/// What a map tells of, by its place in a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The brief itself.
    Brief,
    /// Its sources, by id.
    Sources,
    /// One source.
    Source,
    /// A prediction.
    Prediction,
    /// A reading of a prediction.
    Reading,
    /// The picture.
    Image,
    /// A correction.
    Correction,
    /// The facts: a list that never stands on one line.
    Facts,
    /// A narrative.
    Narrative,
    /// A section.
    Section,
    /// Anything else. Its order is its author's.
    Free,
}

impl Kind {
    /// What the field `name` of such a map holds: the map there, or each in the list there.
    pub fn of_field(self, name: &str) -> Self {
        match (self, name) {
            (Self::Brief, "sources") => Self::Sources,
            (Self::Sources, _) => Self::Source,
            (Self::Brief, "predictions") => Self::Prediction,
            (Self::Prediction, "readings") => Self::Reading,
            (Self::Brief, "image") => Self::Image,
            (Self::Brief, "corrections") => Self::Correction,
            (Self::Brief, "facts") => Self::Facts,
            (Self::Brief, "narratives") => Self::Narrative,
            (Self::Brief, "sections") => Self::Section,
            _ => Self::Free,
        }
    }

    /// Its fields in their order.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Brief => &[
                "title",
                "date",
                "updated",
                "slug",
                "id",
                "summary",
                "tags",
                "sources",
                "predictions",
                "authors",
                "editors",
                "image",
                "lang",
                "draft",
                "expires",
                "aliases",
                "corrections",
                "series",
                "related",
                "axis",
                "allow",
                "extra",
                "facts",
                "narratives",
                "sections",
            ],
            Self::Source => &[
                "outlet",
                "title",
                "url",
                "author",
                "published",
                "accessed",
                "archive",
                "archived",
                "quote",
                "lang",
                "kind",
            ],
            Self::Prediction => &[
                "question",
                "forecaster",
                "url",
                "probability",
                "as_of",
                "resolves_by",
                "resolution",
                "readings",
            ],
            Self::Reading => &["as_of", "probability"],
            Self::Image => &["src", "alt", "credit", "caption", "ai"],
            Self::Correction => &["date", "text"],
            Self::Facts => &["text", "cite"],
            Self::Narrative => &["stance", "provider", "url", "text", "cite"],
            Self::Section => &["title", "text"],
            Self::Sources | Self::Free => &[],
        }
    }

    /// The place of the field `name`; a field that is not known here comes last.
    pub fn place(self, name: &str) -> usize {
        let fields = self.fields();
        let place = fields.iter().position(|field| *field == name);
        place.unwrap_or(fields.len())
    }
}
