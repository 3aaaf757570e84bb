//! A brief's card, and where the whole of the brief is.

use std::path::PathBuf;
use std::sync::Arc;

use super::shelf::{Place, Shelf};
use crate::config::{Config, Order};
use crate::diag::Error;
use crate::files::{self, File};
use crate::model::{Brief, Card, Cited, Registry, cited};
use crate::parse;
use crate::site::{Briefs, CardId};

/// What cards are made with, besides briefs.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The settings.
    pub config: Arc<Config>,
    /// The outlets that the site knows.
    pub registry: Arc<Registry>,
}

impl Filing {
    /// Whether the same cards are made with another one.
    pub fn is_like(&self, other: &Self) -> bool {
        self.config.files_as(&other.config) && Arc::ptr_eq(&self.registry, &other.registry)
    }

    /// Whether briefs are read, judged and filed with it as with another one.
    pub fn reads_as(&self, other: &Self) -> bool {
        self.config.reading_hash() == other.config.reading_hash()
            && Arc::ptr_eq(&self.registry, &other.registry)
    }

    /// Puts the narratives of a brief that was read into the order of the site.
    fn turn(&self, brief: &mut Brief) {
        if self.config.narratives == Order::Even {
            brief.turn_narratives(&self.config.stances);
        }
    }
}

/// What becomes of whole briefs once their cards are made.
#[derive(Clone, Debug, Default)]
pub enum Keeping {
    /// They stay in memory.
    #[default]
    Here,
    /// They are put away until they are rendered.
    Shelf(Arc<Shelf>),
    /// They are let go.
    Nothing,
}

/// Where the whole of a brief is.
#[derive(Clone, Debug)]
pub enum Whole {
    /// In memory.
    Here(Arc<Brief>),
    /// On the shelf.
    Away(Place),
    /// In its file alone.
    Unread,
}

/// A brief that was read.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its card.
    pub card: Arc<Card>,
    /// Where all of it is.
    pub whole: Whole,
}

impl Filed {
    /// Files a brief as it was read. The error is that it cannot be put away.
    pub fn of(mut brief: Brief, filing: &Filing, keeping: &Keeping) -> Result<Self, Error> {
        filing.turn(&mut brief);
        let config = &filing.config;
        let target = config.permalink.target(&brief.date, &brief.slug.value);
        let cited = cited(&brief, &filing.registry);
        let card = Card::of(&brief, target, &cited, &config.stances);
        Ok(Self {
            card: Arc::new(card),
            whole: match keeping {
                Keeping::Here => Whole::Here(Arc::new(brief)),
                Keeping::Shelf(shelf) => Whole::Away(shelf.put(&brief, &cited)?),
                Keeping::Nothing => Whole::Unread,
            },
        })
    }

    /// The brief, where it is in memory.
    pub fn here(&self) -> Option<&Arc<Brief>> {
        match &self.whole {
            Whole::Here(brief) => Some(brief),
            _ => None,
        }
    }

    /// Files the brief anew, with other settings or outlets. Only a brief in memory can be.
    #[must_use]
    pub fn again(&self, filing: &Filing) -> Self {
        let Some(brief) = self.here() else {
            return self.clone();
        };
        let mut brief = (**brief).clone();
        brief.unturn_narratives();
        Self::of(brief, filing, &Keeping::Here).expect("nothing is put away")
    }
}

/// The briefs of an edition, wherever they are.
#[derive(Debug)]
pub struct Library {
    /// The folder of the site.
    pub root: PathBuf,
    /// The briefs, by the place of their cards.
    pub filed: Vec<Arc<Filed>>,
    /// What they were filed with.
    pub filing: Filing,
    /// Where those are that were put away.
    pub shelf: Option<Arc<Shelf>>,
}

impl Briefs for Library {
    fn brief(&self, id: CardId) -> Result<Arc<Brief>, Error> {
        let filed = &self.filed[id];
        match (&filed.whole, &self.shelf) {
            (Whole::Here(brief), _) => Ok(Arc::clone(brief)),
            (Whole::Away(place), Some(shelf)) => Ok(Arc::new(shelf.get(*place)?)),
            (Whole::Away(_) | Whole::Unread, _) => self.read(&filed.card).map(Arc::new),
        }
    }

    fn cited(&self, id: CardId) -> Result<Cited, Error> {
        if let (Whole::Away(place), Some(shelf)) = (&self.filed[id].whole, &self.shelf) {
            return shelf.cited(*place);
        }
        Ok(cited(&*self.brief(id)?, &self.filing.registry))
    }
}

impl Library {
    /// Reads the brief of a card from its file, which still says what the card was made of.
    fn read(&self, card: &Card) -> Result<Brief, Error> {
        let place = files::absolute(&self.root, &card.path);
        let metadata = place
            .metadata()
            .map_err(|cause| Error::io("look at", &place, cause))?;
        let file = File::of(Arc::clone(&card.path), &metadata);
        let text = files::read_text(&self.root, &file)?.ok();
        let brief = text.and_then(|text| parse::brief(&card.path, &text).0);
        let mut brief = brief
            .filter(|brief| brief.hash == card.hash)
            .ok_or_else(|| {
                Error::new(format!(
                    "{} was changed while the site was being built; build it again",
                    card.path
                ))
            })?;
        self.filing.turn(&mut brief);
        Ok(brief)
    }
}
