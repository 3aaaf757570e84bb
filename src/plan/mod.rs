//! Site → the list of all files that it has: pages, feeds, sitemaps, data, assets.

mod address;
mod list;

use std::sync::Arc;

use rayon::prelude::*;

pub use address::Sorted;
pub use list::{ListPage, Pages};

use crate::config::{Config, Feeds};
use crate::files::File;
use crate::model::{Card, SitePath, Slug};
use crate::site::{CardId, Site, Term, Terms};
use crate::text::Span;

/// A file of the site: where it goes, what it is, and who asked for the address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its path within the site.
    pub target: SitePath,
    /// What is to be made.
    pub what: What,
    /// Where its address comes from.
    pub origin: Origin,
}

/// Where an address comes from, for the message when two are the same.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Evenhand itself.
    Own,
    /// A file of the site; `span` is the place of the slug or alias, if one was written.
    File(Arc<str>, Span),
}

/// What a planned file is. An archive has three for each brief: what few have is boxed.
#[derive(Clone, Debug)]
pub enum What {
    /// The page of a brief.
    Brief(CardId),
    /// A brief as data.
    BriefData(CardId),
    /// The newest briefs.
    Home(Box<ListPage>),
    /// The index of a grouping.
    Terms(Grouping),
    /// The briefs under one term.
    Term(Grouping, Slug, Box<ListPage>),
    /// All years.
    Archive,
    /// The months of a year.
    Year(i16),
    /// The briefs of a month.
    Month(i16, u8),
    /// Corrections, newest first.
    Corrections(Box<ListPage>),
    /// A plain page, by its place in [`Site::pages`].
    Plain(usize),
    /// What a host shows for an address that is not there.
    NotFound,
    /// A page that leads from an old address to a new one.
    Redirect(SitePath),
    /// A feed.
    Feed(FeedOf, FeedFormat),
    /// The list of all sitemaps.
    SitemapIndex,
    /// The briefs of a month, for search engines.
    MonthSitemap(i16, u8),
    /// All pages that are no briefs, for search engines.
    PagesSitemap,
    /// The briefs of the last 48 hours, for news search.
    NewsSitemap,
    /// `robots.txt`.
    Robots,
    /// An asset of the theme, by its place there.
    Asset(usize),
    /// A file that is copied as it is.
    Copy(Box<File>),
}

impl What {
    /// Whether it is a page that the theme makes.
    pub fn is_themed(&self) -> bool {
        match self {
            Self::Brief(_)
            | Self::Home(_)
            | Self::Terms(_)
            | Self::Term(..)
            | Self::Archive
            | Self::Year(_)
            | Self::Month(..)
            | Self::Corrections(_)
            | Self::Plain(_)
            | Self::NotFound => true,
            Self::BriefData(_)
            | Self::Redirect(_)
            | Self::Feed(..)
            | Self::SitemapIndex
            | Self::MonthSitemap(..)
            | Self::PagesSitemap
            | Self::NewsSitemap
            | Self::Robots
            | Self::Asset(_)
            | Self::Copy(_) => false,
        }
    }
}

impl What {
    /// The newest brief that a page shows; none where it shows none, or files are read
    /// that are no pages.
    pub fn newest(&self, site: &Site) -> Option<CardId> {
        let last = |items: &std::ops::Range<usize>| items.end.checked_sub(1);
        match self {
            Self::Brief(id) | Self::BriefData(id) => Some(*id),
            Self::Home(list) => last(&list.items),
            Self::Term(grouping, slug, list) => {
                let cards = &grouping.terms(site).get(slug)?.cards;
                cards.get(last(&list.items)?).copied()
            }
            Self::Month(year, month) => site.months.get(&(*year, *month))?.last().copied(),
            Self::Corrections(list) => {
                let corrections = site.corrections.get(last(&list.items)?);
                corrections.map(|&(id, _)| id)
            }
            _ => None,
        }
    }
}

/// A way of grouping briefs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grouping {
    /// By what they are filed under.
    Tags,
    /// By whom they cite.
    Outlets,
    /// By whom their narratives are taken from.
    Providers,
    /// By where their narratives stand.
    Stances,
    /// By running story.
    Series,
}

impl Grouping {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Tags,
        Self::Outlets,
        Self::Providers,
        Self::Stances,
        Self::Series,
    ];

    /// The folder of its pages, which is also its key among the texts of the interface.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Outlets => "outlets",
            Self::Providers => "providers",
            Self::Stances => "stances",
            Self::Series => "series",
        }
    }

    /// Its terms.
    pub fn terms(self, site: &Site) -> &Terms {
        match self {
            Self::Tags => &site.tags,
            Self::Outlets => &site.outlets,
            Self::Providers => &site.providers,
            Self::Stances => &site.stances,
            Self::Series => &site.series,
        }
    }
}

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// All briefs.
    Site,
    /// The briefs of a tag.
    Tag(Slug),
    /// All corrections.
    Corrections,
}

/// The format of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// The formats that a site has its feeds in.
    pub fn of(config: &Config) -> &'static [Self] {
        match config.feeds {
            Feeds::Both => &[Self::Atom, Self::Json],
            Feeds::Atom => &[Self::Atom],
            Feeds::Json => &[Self::Json],
            Feeds::None => &[],
        }
    }
}

impl FeedOf {
    /// The folder of the feed, with a `/` at its end unless it is the site's own.
    pub fn folder(&self) -> String {
        match self {
            Self::Site => String::new(),
            Self::Tag(slug) => ["tags/", slug.as_str(), "/"].concat(),
            Self::Corrections => "corrections/".to_owned(),
        }
    }

    /// The file of the feed in this format, where the site has such feeds.
    pub fn file(&self, format: FeedFormat, config: &Config) -> Option<SitePath> {
        let is_there = FeedFormat::of(config).contains(&format);
        is_there.then(|| self.target(format))
    }

    /// The file of the feed in this format.
    pub fn target(&self, format: FeedFormat) -> SitePath {
        let name = match format {
            FeedFormat::Atom => "feed.xml",
            FeedFormat::Json => "feed.json",
        };
        SitePath::made([&self.folder(), name].concat())
    }
}

/// The page of the index of all years.
pub fn archive_target() -> SitePath {
    SitePath::made("archive/index.html")
}

/// The page of a year.
pub fn year_target(year: i16) -> SitePath {
    SitePath::made(format!("archive/{year:04}/index.html"))
}

/// The page of a month.
pub fn month_target(year: i16, month: u8) -> SitePath {
    SitePath::made(format!("archive/{year:04}/{month:02}/index.html"))
}

/// The sitemap of a month.
pub fn month_sitemap_target(year: i16, month: u8) -> SitePath {
    SitePath::made(format!("sitemaps/{year:04}-{month:02}.xml"))
}

/// The page of a term, or the first one of them.
pub fn term_target(grouping: Grouping, slug: &Slug) -> SitePath {
    SitePath::made([grouping.folder(), "/", slug.as_str(), "/index.html"].concat())
}

/// The page of the index of a grouping.
pub fn terms_target(grouping: Grouping) -> SitePath {
    SitePath::made(format!("{}/index.html", grouping.folder()))
}

/// The data beside the page of a brief.
pub fn data_target(page: &SitePath) -> SitePath {
    page.beside("brief.json")
}

/// Where a picture of `content/` is published.
pub fn media_target(path: &str) -> Option<SitePath> {
    SitePath::parse(&format!("media/{path}"))
}

/// All files of `site`. `assets` are the targets of the theme's assets, `copies`
/// the files that are copied, with their targets.
pub fn plan(site: &Site, assets: &[SitePath], copies: Vec<(SitePath, File)>) -> Vec<Planned> {
    let of_brief = |(id, card): (CardId, &Arc<Card>)| {
        let page = Planned {
            target: card.target.clone(),
            what: What::Brief(id),
            origin: Origin::File(Arc::clone(&card.path), card.place),
        };
        [page, own(data_target(&card.target), What::BriefData(id))]
    };
    // With room for all that comes after them.
    let mut briefs = Vec::with_capacity(site.cards.len() * 3 / 2);
    let all = site.cards.par_iter().enumerate().map(of_brief);
    all.collect_into_vec(&mut briefs);
    let mut planned = briefs.into_flattened();
    lists(site, &mut planned);
    archive(site, &mut planned);
    for (index, page) in site.pages.iter().enumerate() {
        planned.push(Planned {
            target: page.target.clone(),
            what: What::Plain(index),
            origin: Origin::File(Arc::clone(&page.path), page.span),
        });
        redirects(&page.aliases, &page.target, &page.path, &mut planned);
    }
    feeds(site, &mut planned);
    planned.push(own(SitePath::made("404.html"), What::NotFound));
    let robots = SitePath::made("robots.txt");
    // A site may bring its own.
    if !copies.iter().any(|(target, _)| *target == robots) {
        planned.push(own(robots, What::Robots));
    }
    for (index, target) in assets.iter().enumerate() {
        planned.push(own(target.clone(), What::Asset(index)));
    }
    for (target, file) in copies {
        planned.push(Planned {
            target,
            origin: Origin::File(Arc::clone(&file.path), Span::default()),
            what: What::Copy(Box::new(file)),
        });
    }
    planned
}

/// A page for each old address of `aliases`, which the file `path` lists.
pub fn redirects(
    aliases: &[crate::text::Spanned<SitePath>],
    target: &SitePath,
    path: &Arc<str>,
    planned: &mut Vec<Planned>,
) {
    for alias in aliases {
        planned.push(Planned {
            target: alias.value.clone(),
            what: What::Redirect(target.clone()),
            origin: Origin::File(Arc::clone(path), alias.span),
        });
    }
}

fn own(target: SitePath, what: What) -> Planned {
    Planned {
        target,
        what,
        origin: Origin::Own,
    }
}

fn lists(site: &Site, planned: &mut Vec<Planned>) {
    let size = site.config.page_size;
    let home = Pages::new("", site.cards.len(), size);
    planned.extend(home.map(|(target, page)| own(target, What::Home(Box::new(page)))));
    let of_grouping = |grouping: Grouping| {
        let mut planned = vec![own(terms_target(grouping), What::Terms(grouping))];
        for (slug, term) in grouping.terms(site) {
            let folder = [grouping.folder(), "/", slug.as_str(), "/"].concat();
            let pages = term_pages(grouping, &folder, term, size);
            planned.extend(pages.map(|(target, page)| {
                own(target, What::Term(grouping, slug.clone(), Box::new(page)))
            }));
        }
        planned
    };
    let groupings = Grouping::ALL.into_par_iter().map(of_grouping);
    planned.extend(groupings.collect::<Vec<_>>().into_iter().flatten());
    let corrections = Pages::new("corrections/", site.corrections.len(), size);
    planned
        .extend(corrections.map(|(target, page)| own(target, What::Corrections(Box::new(page)))));
}

/// A series is one timeline; other terms have pages.
fn term_pages(grouping: Grouping, folder: &str, term: &Term, size: usize) -> Pages {
    let size = if grouping == Grouping::Series {
        term.cards.len().max(1)
    } else {
        size
    };
    Pages::new(folder, term.cards.len(), size)
}

fn archive(site: &Site, planned: &mut Vec<Planned>) {
    planned.push(own(archive_target(), What::Archive));
    let mut last = None;
    for &(year, month) in site.months.keys() {
        if last != Some(year) {
            planned.push(own(year_target(year), What::Year(year)));
            last = Some(year);
        }
        planned.push(own(month_target(year, month), What::Month(year, month)));
        planned.push(own(
            month_sitemap_target(year, month),
            What::MonthSitemap(year, month),
        ));
    }
    planned.push(own(SitePath::made("sitemap.xml"), What::SitemapIndex));
    planned.push(own(
        SitePath::made("sitemaps/pages.xml"),
        What::PagesSitemap,
    ));
    planned.push(own(SitePath::made("sitemaps/news.xml"), What::NewsSitemap));
}

fn feeds(site: &Site, planned: &mut Vec<Planned>) {
    let tags = site.tags.keys().cloned().map(FeedOf::Tag);
    let all = [FeedOf::Site, FeedOf::Corrections].into_iter().chain(tags);
    for feed in all {
        for &format in FeedFormat::of(&site.config) {
            planned.push(own(feed.target(format), What::Feed(feed.clone(), format)));
        }
    }
}
