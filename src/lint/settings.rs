//! Which rules are held, at which level, with which options: the defaults, and what `site.toml` says.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::rule::{Choice, Group, Kind, Rule};
use super::rules;
use super::sieve::Sieve;
use crate::config::{FILE, LintEntry};
use crate::diag::{Diagnostic, Level};
use crate::model::SitePath;
use crate::text::{Spanned, is_slip, nearest};
use crate::tree::{Faults, Value};

/// The rules that are held, with their levels and options.
#[derive(Debug)]
pub struct Settings {
    held: Vec<Held>,
    /// For the words that rules look for in facts, made when it is first needed.
    watched: OnceLock<Sieve>,
}

/// A rule that is held.
#[derive(Debug)]
pub struct Held {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level.
    pub level: Level,
    /// Where the level was set, in words.
    pub note: String,
    /// What was chosen.
    pub options: Options,
}

/// What was chosen for a rule.
#[derive(Debug, Default)]
pub struct Options {
    numbers: Vec<(&'static str, f64)>,
    texts: Vec<(&'static str, Vec<Spanned<String>>)>,
    /// Words prepared for being looked up, made when they are first needed.
    pub(super) loaded: OnceLock<BTreeSet<String>>,
}

impl Options {
    /// The defaults of a rule.
    fn of(rule: &Rule) -> Self {
        let mut options = Self::default();
        for choice in rule.choices {
            match choice.kind {
                Kind::Number { default, .. } => options.numbers.push((choice.name, default)),
                Kind::Words | Kind::Addresses => options.texts.push((choice.name, Vec::new())),
            }
        }
        options
    }

    /// The number chosen.
    pub fn number(&self, name: &str) -> f64 {
        let found = self.numbers.iter().find(|(known, _)| *known == name);
        found.expect("a rule asks for its own choices").1
    }

    /// The number chosen, as a count.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the bounds of each choice lie far within"
    )]
    pub fn count(&self, name: &str) -> usize {
        self.number(name) as usize
    }

    /// The texts chosen.
    pub fn texts(&self, name: &str) -> &[Spanned<String>] {
        let found = self.texts.iter().find(|(known, _)| *known == name);
        &found.expect("a rule asks for its own choices").1
    }

    fn set(&mut self, choice: &Choice, value: &Spanned<Value>, faults: &mut Faults) {
        let expected = match choice.kind {
            Kind::Number { least, most, .. } => match number(&value.value) {
                Some(number) if (least..=most).contains(&number) => {
                    self.numbers.retain(|(known, _)| *known != choice.name);
                    self.numbers.push((choice.name, number));
                    return;
                }
                _ => format!("a number from {least} to {most}"),
            },
            Kind::Words | Kind::Addresses => match texts(value) {
                Some(texts) if texts.iter().all(|text| choice.kind.takes(&text.value)) => {
                    self.texts.retain(|(known, _)| *known != choice.name);
                    self.texts.push((choice.name, texts));
                    return;
                }
                _ => choice.kind.expected().to_owned(),
            },
        };
        let title = format!("`{}` must be {expected}", choice.name);
        faults.error("wrong-type", value.span, title, |d| d.label(choice.about));
    }
}

impl Kind {
    /// Whether a text of a list is what is asked for.
    fn takes(self, text: &str) -> bool {
        match self {
            Self::Addresses => SitePath::of_address(text).is_some(),
            _ => !text.is_empty() && !text.contains(char::is_whitespace),
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Addresses => "a list of addresses such as `/2025/01/01/x/`",
            _ => "a list of single words",
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn texts(value: &Spanned<Value>) -> Option<Vec<Spanned<String>>> {
    let Value::List(items) = &value.value else {
        return None;
    };
    let text = |item: &Value| match item {
        Value::Text(text) => Some(Spanned::new(text.clone(), value.span)),
        _ => None,
    };
    items.iter().map(text).collect()
}

impl Settings {
    /// The defaults, with what `site.toml` says put over them: first what it says of
    /// groups, then of single rules. What it says of unknown ones is a fault.
    pub fn of(entries: &[LintEntry]) -> (Self, Vec<Diagnostic>) {
        let mut faults = Faults::of(&Arc::from(FILE));
        let mut held: Vec<Held> = rules()
            .filter(|rule| rule.is_free())
            .map(Held::of)
            .collect();
        let (groups, single): (Vec<&LintEntry>, Vec<&LintEntry>) = entries
            .iter()
            .partition(|entry| group(&entry.name.value).is_some());
        for entry in groups {
            set_group(&mut held, entry, &mut faults);
        }
        for entry in single {
            match held
                .iter_mut()
                .find(|held| held.rule.name == entry.name.value)
            {
                Some(held) => held.set(entry, &mut faults),
                None => no_rule(entry, &mut faults),
            }
        }
        held.retain(|held| held.level != Level::Allow);
        let watched = OnceLock::new();
        (Self { held, watched }, faults.into_diagnostics())
    }

    /// What tells whether a rule may find one of its words in a fact.
    pub fn watched(&self) -> &Sieve {
        let words = |held: &Held| held.rule.words.map(|words| words(&held.options));
        let all = || Sieve::of(&self.held().filter_map(words).flatten().collect());
        self.watched.get_or_init(all)
    }

    /// The rules that are held, in the order of the registry.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.held.iter()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&[]).0
    }
}

impl Held {
    fn of(rule: &'static Rule) -> Self {
        let group = rule.group;
        let note = match group.level() {
            Level::Deny => format!("rules of `{}` are errors by default", group.name()),
            _ => format!("rules of `{}` warn by default", group.name()),
        };
        Self {
            rule,
            level: group.level(),
            note,
            options: Options::of(rule),
        }
    }

    fn set(&mut self, entry: &LintEntry, faults: &mut Faults) {
        if let Some(level) = entry.level {
            self.level = level;
            self.note = note(entry, level);
        } else if self.level == Level::Allow {
            // Who chooses for a rule wants it.
            self.level = Level::Warn;
            self.note = note(entry, Level::Warn);
        }
        for (name, value) in &entry.options {
            let known = self.rule.choices.iter();
            match known.clone().find(|choice| choice.name == name.value) {
                Some(choice) => self.options.set(choice, value, faults),
                None => no_option(name, known.map(|choice| choice.name), faults),
            }
        }
    }
}

fn note(entry: &LintEntry, level: Level) -> String {
    let (name, line) = (&entry.name.value, entry.line);
    format!("`{name}` is set to `{}` in {FILE}:{line}", level.name())
}

fn group(name: &str) -> Option<Group> {
    Group::ALL.into_iter().find(|group| group.name() == name)
}

fn set_group(held: &mut [Held], entry: &LintEntry, faults: &mut Faults) {
    for (name, _) in &entry.options {
        let title = format!("a group of rules has no option `{}`", name.value);
        faults.error("unknown-field", name.span, title, |d| {
            d.label("only `level` may stand here")
        });
    }
    let Some(level) = entry.level else { return };
    let of_group = |held: &&mut Held| held.rule.group.name() == entry.name.value;
    for held in held.iter_mut().filter(of_group) {
        held.level = level;
        held.note = note(entry, level);
    }
}

fn no_option<'a>(
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str>,
    faults: &mut Faults,
) {
    let known: Vec<&str> = std::iter::once("level").chain(known).collect();
    let title = format!("the rule has no option `{}`", name.value);
    faults.error("unknown-field", name.span, title, |d| {
        let d = d.label("unknown option");
        match nearest(&name.value, known.iter().copied()) {
            Some(near) if is_slip(&name.value, near, 3) => {
                d.fix("use the known option", name.span, near)
            }
            _ => d.help(format!("known options are {}", known.join(", "))),
        }
    });
}

fn no_rule(entry: &LintEntry, faults: &mut Faults) {
    let groups = Group::ALL.map(Group::name);
    faults.error(
        "unknown-rule",
        entry.name.span,
        title_of(&entry.name.value),
        |d| with_near(d, &entry.name, groups),
    );
}

/// What is wrong with the name of a rule that can be neither set nor allowed.
pub(super) fn title_of(name: &str) -> String {
    if rules().any(|rule| rule.name == name) {
        format!("`{name}` is always an error")
    } else {
        format!("there is no rule `{name}`")
    }
}

/// Says why such a name stands in vain, and which one may be meant.
pub(super) fn with_near<'a>(
    d: Diagnostic,
    name: &Spanned<String>,
    more: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    if rules().any(|rule| rule.name == name.value) {
        return d.label("found while a brief is read: it has no level");
    }
    let known = rules().filter(|rule| rule.is_free()).map(|rule| rule.name);
    match nearest(&name.value, known.chain(more)) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?"))
                .fix("use the known name", name.span, near)
        }
        None => d
            .label("no such rule")
            .help("`gen explain` lists all rules"),
    }
}
