//! What a rule is: its name, its group, its page, how it looks.

use std::collections::BTreeSet;

use super::{Options, Proof, Whole};
use crate::diag::{Diagnostic, Level};

/// Rules of one kind, which share a default level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What is stated can be relied on.
    Accuracy,
    /// Every side is heard.
    Balance,
    /// It is well made.
    Form,
    /// For those who want it very exact.
    Pedantic,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 4] = [Self::Accuracy, Self::Balance, Self::Form, Self::Pedantic];

    /// Its name, as `site.toml` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Balance => "balance",
            Self::Form => "form",
            Self::Pedantic => "pedantic",
        }
    }

    /// What its rules are for, in one sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Accuracy => "What is stated can be relied on.",
            Self::Balance => "Every side is heard.",
            Self::Form => "The brief is well made.",
            Self::Pedantic => "For desks that want it very exact.",
        }
    }

    /// The level of its rules where `site.toml` says nothing.
    pub fn level(self) -> Level {
        match self {
            Self::Accuracy => Level::Deny,
            Self::Balance | Self::Form => Level::Warn,
            Self::Pedantic => Level::Allow,
        }
    }
}

/// How a rule looks for what it names. Code and level are put to its findings by others.
#[derive(Clone, Copy, Debug)]
pub enum Looks {
    /// While the text is read, in `parse`: what it finds cannot be published at all.
    Reading,
    /// Into one brief.
    InBrief(fn(&Proof<'_>, &Options) -> Vec<Diagnostic>),
    /// At all briefs side by side.
    AtSite(fn(&Whole<'_>, &Options) -> Vec<Diagnostic>),
    /// At what the others left: entries of `allow` that allow nothing.
    Last,
}

/// Something that `site.toml` may say to a rule besides its level.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its name.
    pub name: &'static str,
    /// What it means, as a phrase.
    pub about: &'static str,
    /// What may stand there.
    pub kind: Kind,
}

/// What a choice may be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number.
    Number {
        /// Where nothing is said.
        default: f64,
        /// The smallest that is taken.
        least: f64,
        /// The largest that is taken.
        most: f64,
    },
    /// A list of single words, empty where nothing is said.
    Words,
    /// A list of addresses within the site, empty where nothing is said.
    Addresses,
}

/// An editorial rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which is its identity.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// How it looks.
    pub looks: Looks,
    /// What may be chosen.
    pub choices: &'static [Choice],
    /// The words that it looks for in facts, in small letters. All of them: a fact without any is
    /// not among [`Proof::facts_of_note`].
    pub words: Option<fn(&Options) -> BTreeSet<String>>,
    /// Whether what it finds can have a fix.
    pub fixes: bool,
    /// Whether a brief may allow it; what is told of the whole site, none can.
    pub is_of_briefs: bool,
    /// Its page, without what the fields above say.
    pub text: &'static str,
}

impl Rule {
    /// A rule that `parse` holds.
    pub const fn reading(name: &'static str, text: &'static str) -> Self {
        Self::new(name, Group::Accuracy, Looks::Reading, text)
    }

    /// A rule that looks into one brief.
    pub const fn in_brief(
        name: &'static str,
        group: Group,
        look: fn(&Proof<'_>, &Options) -> Vec<Diagnostic>,
        text: &'static str,
    ) -> Self {
        Self::new(name, group, Looks::InBrief(look), text)
    }

    /// A rule that looks at all briefs side by side.
    pub const fn at_site(
        name: &'static str,
        group: Group,
        look: fn(&Whole<'_>, &Options) -> Vec<Diagnostic>,
        text: &'static str,
    ) -> Self {
        Self::new(name, group, Looks::AtSite(look), text)
    }

    /// A rule without choices and fixes.
    pub const fn new(name: &'static str, group: Group, looks: Looks, text: &'static str) -> Self {
        Self {
            name,
            group,
            looks,
            choices: &[],
            words: None,
            fixes: false,
            is_of_briefs: true,
            text,
        }
    }

    /// The rule with these choices.
    #[must_use]
    pub const fn choices(self, choices: &'static [Choice]) -> Self {
        Self { choices, ..self }
    }

    /// The rule, which looks for these words in facts.
    #[must_use]
    pub const fn words(self, words: fn(&Options) -> BTreeSet<String>) -> Self {
        Self {
            words: Some(words),
            ..self
        }
    }

    /// The rule, whose findings can have fixes.
    #[must_use]
    pub const fn fixes(self) -> Self {
        Self {
            fixes: true,
            ..self
        }
    }

    /// The rule, whose findings are about the site and not about one brief.
    #[must_use]
    pub const fn of_site(self) -> Self {
        Self {
            is_of_briefs: false,
            ..self
        }
    }

    /// Whether its level can be set. What reading finds is always an error.
    pub fn is_free(&self) -> bool {
        !matches!(self.looks, Looks::Reading)
    }

    /// The first sentence of its page.
    pub fn summary(&self) -> String {
        let lines = self.text.lines().skip(1).skip_while(|line| line.is_empty());
        let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        let paragraph = paragraph.join(" ");
        match paragraph.find(". ") {
            Some(stop) => paragraph[..=stop].to_owned(),
            None => paragraph,
        }
    }
}
