//! Editorial rules: what an editor would say of a brief, of a site. One file and one page each.

mod accuracy;
mod balance;
mod form;
mod loaded;
mod near_names;
mod page;
mod pedantic;
mod proof;
mod removal;
mod rule;
mod settings;
mod sieve;
mod whole;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use near_names::NearNames;
pub use page::{contents, page};
pub use proof::{Desk, Proof};
pub use rule::{Choice, Group, Kind, Looks, Rule};
pub use settings::{Held, Options, Settings};
pub use whole::{Past, Published, Whole};

use crate::diag::Diagnostic;
use crate::model::{Allow, Brief};

/// At most so many findings of one rule are told of one file.
const MOST: usize = 20;

/// All rules, by group and name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let groups: [&'static [Rule]; 4] = [
        &accuracy::RULES,
        &balance::RULES,
        &form::RULES,
        &pedantic::RULES,
    ];
    groups.into_iter().flatten()
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

/// What the rules find in one brief, the content of `text`. `told` is what reading it found:
/// with an error of another kind than the rules', what was read is too little to be judged.
/// What the brief allows is left out, and noted in it as used.
pub fn brief(
    brief: &mut Brief,
    text: &str,
    told: &[Diagnostic],
    settings: &Settings,
    desk: Desk<'_>,
) -> Vec<Diagnostic> {
    let mut found = names(brief);
    let mut errors = told.iter().filter(|told| told.is_error());
    if !errors.all(|error| rule(error.code).is_some()) {
        // Whether they allow anything cannot be told.
        brief.allow.iter_mut().for_each(|allow| allow.used = true);
        return found;
    }
    let mut used = BTreeSet::new();
    let proof = Proof::of(brief, text, told, settings.watched(), desk);
    for held in settings.held() {
        let Looks::InBrief(look) = held.rule.looks else {
            continue;
        };
        let mut these = look(&proof, &held.options);
        if these.len() > MOST {
            these.truncate(MOST);
            if let Some(last) = these.pop() {
                these.push(last.help("there are more like it in this file"));
            }
        }
        if these.is_empty() {
            continue;
        }
        if allows(&brief.allow, held.rule) {
            used.insert(held.rule.name);
            continue;
        }
        found.extend(these.into_iter().map(|one| held.tell(one)));
    }
    for allow in &mut brief.allow {
        allow.used = used.contains(allow.rule.value.as_str());
    }
    found
}

/// What the rules find when all briefs lie side by side, and entries of `allow` that allow nothing.
pub fn site(whole: &Whole<'_>, settings: &Settings) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    let allowing = whole.site.cards.iter();
    let allowing = allowing.filter(|card| !card.allow.is_empty());
    let allowing: BTreeMap<&str, &[Allow]> = allowing
        .map(|card| (&*card.path, card.allow.as_slice()))
        .collect();
    for held in settings.held() {
        let Looks::AtSite(look) = held.rule.looks else {
            continue;
        };
        for one in look(whole, &held.options) {
            let allowed = allowing.get_key_value(&**one.path());
            match allowed.filter(|(_, allow)| allows(allow, held.rule)) {
                Some((path, _)) => {
                    used.insert((path, held.rule.name));
                }
                None => found.push(held.tell(if whole.is_complete {
                    one
                } else {
                    Diagnostic { fix: None, ..one }
                })),
            }
        }
    }
    let last = settings
        .held()
        .filter(|held| matches!(held.rule.looks, Looks::Last));
    for held in last.filter(|_| whole.is_complete) {
        let judged: BTreeSet<&str> = settings.held().map(|held| held.rule.name).collect();
        let unused = form::unused_allow::look(whole, &judged, &used);
        found.extend(unused.into_iter().map(|one| held.tell(one)));
    }
    found
}

impl Held {
    /// A finding as it is told: with the rule's name and level.
    fn tell(&self, found: Diagnostic) -> Diagnostic {
        Diagnostic {
            code: self.rule.name,
            severity: self.level.severity().unwrap_or(found.severity),
            note: Some(self.note.clone()),
            ..found
        }
    }
}

#[cfg(test)]
fn proof_tree(text: &str) -> Option<crate::tree::Node<'_>> {
    crate::parse::fields(&"x.yaml".into(), text)
}

fn allows(allow: &[Allow], rule: &Rule) -> bool {
    allow.iter().any(|allow| allow.rule.value == rule.name)
}

/// Names in `allow` that are none of a rule that can be allowed.
fn names(brief: &Brief) -> Vec<Diagnostic> {
    let is_free = |name: &str| rule(name).is_some_and(Rule::is_free);
    let wrong = brief
        .allow
        .iter()
        .filter(|allow| !is_free(&allow.rule.value));
    wrong
        .map(|allow| {
            let name = &allow.rule;
            let title = settings::title_of(&name.value);
            let fault = Diagnostic::error("unknown-rule", &brief.path, name.span, title);
            settings::with_near(fault, name, [])
        })
        .collect()
}
