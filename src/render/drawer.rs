//! What pages show again and again, as template values that each thread makes once.

use std::cell::RefCell;
use std::sync::Arc;

use ahash::AHashMap;
use tera::{Context, Value};

use super::cards::Cards;
use super::given::{Given, name};
use super::view::{Date, Link, StanceView, card, term};
use crate::model::{Moment, Named, Shared, Slug, Stance};
use crate::plan::Grouping;
use crate::site::{CardId, Site};
use crate::theme::{Names, Texts, Theme};

/// Values of one thread, each made when a page first shows it. Values of several threads
/// would have their reference counts written by all of them at once.
#[derive(Debug)]
pub struct Drawer {
    /// What the templates name.
    names: Names,
    days: RefCell<AHashMap<Moment, Value>>,
    terms: RefCell<AHashMap<Grouping, AHashMap<Slug, Value>>>,
    outlets: RefCell<AHashMap<String, Meant>>,
    stances: RefCell<AHashMap<String, Meant>>,
    providers: RefCell<AHashMap<String, Option<String>>>,
    stances_of_cards: RefCell<AHashMap<Shared<Stance>, Value>>,
    /// Those that are shown in lists most: of all threads.
    cards: Arc<Cards>,
    numbered: RefCell<AHashMap<(&'static str, usize), Value>>,
    /// What components are given without asking.
    given: Context,
}

/// What a name means: its identity, and how it is shown.
pub type Meant = (Slug, Value);

/// The component of a theme that shows a card in lists.
const CARD: &str = "card";

impl Drawer {
    /// An empty drawer for templates with these `names`; `site` and `texts` are what every page is given,
    /// `cards` those of all threads.
    pub fn new(names: &Names, site: &Value, texts: &Value, cards: Arc<Cards>) -> Self {
        let mut given = Context::new();
        given.insert_value("site", site.clone());
        given.insert_value("t", texts.clone());
        Self {
            names: names.clone(),
            given,
            days: RefCell::default(),
            terms: RefCell::default(),
            outlets: RefCell::default(),
            stances: RefCell::default(),
            providers: RefCell::default(),
            stances_of_cards: RefCell::default(),
            cards,
            numbered: RefCell::default(),
        }
    }

    /// A date in its four forms. Only days are kept: moments with a time seldom come again.
    pub fn date(&self, moment: &Moment, texts: &Texts) -> Value {
        let make = || Date::of(moment, texts, &self.names).given(&self.names);
        if moment.has_time() {
            return make();
        }
        let mut days = self.days.borrow_mut();
        days.entry(*moment).or_insert_with(make).clone()
    }

    /// The dates of fields that may be missing.
    pub fn dates(&self, moment: Option<&Moment>, texts: &Texts) -> Option<Value> {
        moment.map(|moment| self.date(moment, texts))
    }

    /// A link to the page of a term, with the spelling that the site uses for it.
    pub fn term(&self, site: &Site, grouping: Grouping, named: &Named) -> Value {
        let mut terms = self.terms.borrow_mut();
        let terms = terms.entry(grouping).or_default();
        let (slug, name) = (&named.slug, &named.name);
        kept(terms, slug, || {
            term(site, grouping, slug, name).given(&self.names)
        })
    }

    /// The outlet that is called `written`, with a link to its page.
    pub fn outlet(&self, site: &Site, written: &String) -> Meant {
        kept(&mut self.outlets.borrow_mut(), written, || {
            let (slug, name) = site
                .registry
                .identify(written)
                .expect("an outlet without a letter is a fault of the text");
            let url = term(site, Grouping::Outlets, &slug, &name).url;
            let link = Link {
                name: name.as_str().into(),
                url,
            };
            (slug, link.given(&self.names))
        })
    }

    /// The stance that is called `written`.
    pub fn stance(&self, site: &Site, written: &String) -> Meant {
        kept(&mut self.stances.borrow_mut(), written, || {
            let stance = site
                .config
                .stances
                .resolve(written)
                .expect("a stance without a letter is a fault of the text");
            let view = StanceView::of(site, &stance).given(&self.names);
            (stance.into_owned().id, view)
        })
    }

    /// A stance that a card names.
    pub fn stance_of_card(&self, site: &Site, stance: &Shared<Stance>) -> Value {
        let mut stances = self.stances_of_cards.borrow_mut();
        kept(&mut stances, stance, || {
            StanceView::of(site, stance).given(&self.names)
        })
    }

    /// The card of a brief.
    pub fn card(&self, site: &Site, theme: &Theme, id: CardId) -> Value {
        if let Some(known) = self.cards.get(id) {
            return known;
        }
        let mut made = card(site, theme, &site.cards[id], self).given(&self.names);
        if self.names.holds(name!("card_html"))
            && let Some(html) = self.html(theme, &made)
        {
            let mut fields = made.into_map().expect("a card is a map");
            fields.insert("card_html".into(), Value::safe_string(&html));
            made = Value::from(fields);
        }
        self.cards.keep(id, made.clone());
        made
    }

    /// A card as the theme's own component shows it, for all lists that do. None where the
    /// theme has no such component, or one that wants to know of the page.
    fn html(&self, theme: &Theme, card: &Value) -> Option<String> {
        if !theme.tera.contains_component(CARD) {
            return None;
        }
        let mut given = Context::new();
        given.insert_value(CARD, card.clone());
        let tera = &theme.tera;
        let html = tera.render_component_with_implicits(CARD, &given, &self.given, None, true);
        html.ok()
    }

    /// The address of the page of the provider called `written`; none where the name has no letter.
    pub fn provider(&self, site: &Site, written: &String) -> Option<String> {
        kept(&mut self.providers.borrow_mut(), written, || {
            let slug = Slug::of(written)?;
            Some(term(site, Grouping::Providers, &slug, written).url)
        })
    }

    /// The text of `key` with its `{number}`.
    pub fn numbered(&self, texts: &Texts, key: &'static str, number: usize) -> Value {
        kept(&mut self.numbered.borrow_mut(), &(key, number), || {
            Value::from(texts.fill(key, "number", &number.to_string()))
        })
    }
}

/// What is kept under `key`, made where there is nothing yet.
fn kept<K, V>(kept: &mut AHashMap<K, V>, key: &K, make: impl FnOnce() -> V) -> V
where
    K: Clone + Eq + std::hash::Hash,
    V: Clone,
{
    if let Some(known) = kept.get(key) {
        return known.clone();
    }
    let made = make();
    kept.insert(key.clone(), made.clone());
    made
}
