//! The views that every page shares: site, page, cards, dates, links.

use tera::Value;

use super::Text;
use super::drawer::Drawer;
use super::given::{name, view};
use super::markdown::{summary_text, unlinked};
use crate::model::{Card, Direction, Lang, Moment, Named, SitePath, Slug, Stance};
use crate::plan::{
    FeedFormat, FeedOf, Grouping, ListPage, Planned, archive_target, term_target, terms_target,
};
use crate::site::Site;
use crate::theme::{Names, Texts, Theme};

view! {
    /// A name and where it leads.
    pub struct Link<'a> {
        pub name: Text<'a>,
        pub url: String,
    }
}

view! {
    /// A date in its four forms.
    pub struct Date {
        pub iso: String,
        pub text: String,
        pub short: String,
        pub machine: String,
    }
}

impl Date {
    /// The day of `moment`, which many briefs share.
    pub fn of_day(moment: &Moment, texts: &Texts, names: &Names) -> Self {
        Self {
            machine: names.only(name!("machine"), || moment.iso()),
            ..Self::of(moment, texts, names)
        }
    }

    /// The forms of `moment` that `names` holds.
    pub fn of(moment: &Moment, texts: &Texts, names: &Names) -> Self {
        Self {
            iso: names.only(name!("iso"), || moment.iso()),
            text: names.only(name!("text"), || texts.date(moment)),
            short: names.only(name!("short"), || texts.short_date(moment)),
            machine: names.only(name!("machine"), || moment.machine()),
        }
    }
}

/// The dates of fields that may be missing.
pub fn date(moment: Option<&Moment>, theme: &Theme) -> Option<Date> {
    moment.map(|moment| Date::of(moment, &theme.texts, &theme.names))
}

view! {
    /// The site, as every template knows it.
    pub struct SiteView<'a> {
        title: &'a str,
        description: &'a str,
        publisher: &'a str,
        lang: &'a Lang,
        dir: Direction,
        home_url: &'a str,
        menu: Vec<Link<'a>>,
        atom_url: Option<String>,
        json_feed_url: Option<String>,
        corrections_url: String,
        archive_url: String,
        tags_url: String,
        outlets_url: String,
        providers_url: String,
        stances_url: String,
        series_url: String,
        generator: String,
        settings: &'a crate::tree::Value,
    }
}

impl<'a> SiteView<'a> {
    pub fn of(site: &'a Site, theme: &'a Theme) -> Self {
        let config = &site.config;
        let url = |target: &SitePath| config.url(target);
        let feed = |format| FeedOf::Site.file(format, config).map(|file| url(&file));
        Self {
            title: &config.title,
            description: &config.description,
            publisher: &config.publisher,
            lang: &config.language,
            dir: config.language.direction(),
            home_url: config.base_path(),
            menu: menu(site, theme),
            atom_url: feed(FeedFormat::Atom),
            json_feed_url: feed(FeedFormat::Json),
            corrections_url: url(&SitePath::made("corrections/index.html")),
            archive_url: url(&archive_target()),
            tags_url: url(&terms_target(Grouping::Tags)),
            outlets_url: url(&terms_target(Grouping::Outlets)),
            providers_url: url(&terms_target(Grouping::Providers)),
            stances_url: url(&terms_target(Grouping::Stances)),
            series_url: url(&terms_target(Grouping::Series)),
            generator: concat!("Evenhand ", env!("CARGO_PKG_VERSION")).to_owned(),
            settings: &theme.settings,
        }
    }
}

/// The menu of the site, or one of the archive, tags, outlets and plain pages.
fn menu<'a>(site: &'a Site, theme: &'a Theme) -> Vec<Link<'a>> {
    let config = &site.config;
    if !config.menu.is_empty() {
        return config
            .menu
            .iter()
            .map(|entry| Link {
                name: entry.label.as_str().into(),
                url: SitePath::of_address(&entry.path).map_or_else(
                    || config.base_path().to_owned(),
                    |target| config.url(&target),
                ),
            })
            .collect();
    }
    let own = [
        ("archive", archive_target()),
        ("tags", terms_target(Grouping::Tags)),
        ("outlets", terms_target(Grouping::Outlets)),
    ];
    let own = own.into_iter().map(|(key, target)| Link {
        name: theme.texts.get(key).into(),
        url: config.url(&target),
    });
    let plain = site.pages.iter().map(|page| Link {
        name: page.title.as_str().into(),
        url: config.url(&page.target),
    });
    own.chain(plain).collect()
}

view! {
    /// A feed, for `<link rel="alternate">`.
    pub struct FeedLink {
        title: String,
        url: String,
        r#type: &'static str,
    }
}

view! {
    /// A page, as its template knows it.
    pub struct PageView {
        pub kind: &'static str,
        pub title: String,
        pub head_title: String,
        pub description: String,
        pub url: String,
        pub permalink: String,
        /// The language of the page's own text.
        pub lang: String,
        pub dir: Direction,
        pub feeds: Vec<FeedLink>,
        pub noindex: bool,
        /// Shown only in previews.
        pub draft: bool,
        pub og_type: &'static str,
        pub image: Option<String>,
        pub json_ld_html: Option<String>,
        pub newer_url: Option<String>,
        pub older_url: Option<String>,
    }
}

impl PageView {
    pub fn of(site: &Site, planned: &Planned, kind: &'static str, title: &str) -> Self {
        let name = &site.config.title;
        let mut page = Self {
            kind,
            title: title.to_owned(),
            head_title: if title.is_empty() {
                name.clone()
            } else {
                [title, " · ", name].concat()
            },
            description: if kind == "home" {
                site.config.description.clone()
            } else {
                String::new()
            },
            url: site.config.url(&planned.target),
            permalink: site.config.permalink(&planned.target),
            lang: site.config.language.as_str().to_owned(),
            dir: site.config.language.direction(),
            feeds: Vec::new(),
            noindex: false,
            draft: false,
            og_type: "website",
            image: None,
            json_ld_html: None,
            newer_url: None,
            older_url: None,
        };
        page.add_feeds(site, &FeedOf::Site);
        page
    }

    /// Names the feeds of `feed` in the formats that the site has.
    pub fn add_feeds(&mut self, site: &Site, feed: &FeedOf) {
        let title = match feed {
            FeedOf::Site => site.config.title.clone(),
            _ => self.head_title.clone(),
        };
        for &format in FeedFormat::of(&site.config) {
            self.feeds.push(FeedLink {
                title: title.clone(),
                url: site.config.url(&feed.target(format)),
                r#type: match format {
                    FeedFormat::Atom => "application/atom+xml",
                    FeedFormat::Json => "application/feed+json",
                },
            });
        }
    }

    /// Names the neighbours of a page of a list, and its number.
    pub fn turn(&mut self, site: &Site, theme: &Theme, list: &ListPage) {
        if let Some(number) = list.number {
            let number = theme
                .texts
                .fill("page_number", "number", &number.to_string());
            self.head_title = [&number, " · ", &self.head_title].concat();
        }
        let url = |target: Option<SitePath>| target.map(|target| site.config.url(&target));
        self.newer_url = url(list.newer());
        self.older_url = url(list.older());
    }
}

view! {
    /// A stance, as templates know it.
    pub struct StanceView<'a> {
        pub label: &'a str,
        pub url: String,
        pub id: &'a Slug,
        pub axis: Option<&'a str>,
        pub pole: Option<i8>,
        pub mark: &'a str,
    }
}

impl<'a> StanceView<'a> {
    pub fn of(site: &Site, stance: &'a Stance) -> Self {
        Self {
            label: &stance.label,
            url: site.config.url(&term_target(Grouping::Stances, &stance.id)),
            id: &stance.id,
            axis: stance.axis.as_deref(),
            pole: stance.pole,
            mark: &stance.mark,
        }
    }
}

view! {
    /// What other pages may know of a brief.
    pub struct CardView<'a> {
        title: &'a str,
        url: String,
        permalink: String,
        lang: &'a Lang,
        dir: Direction,
        date: Value,
        updated: Option<Value>,
        summary_html: String,
        summary_text: String,
        tags: Vec<Value>,
        stances: Vec<Value>,
        series: Option<Value>,
        draft: bool,
        scheduled: bool,
    }
}

/// The view of a card, with what lies in `drawer`.
pub fn card<'a>(site: &'a Site, theme: &Theme, card: &'a Card, drawer: &Drawer) -> CardView<'a> {
    let lang = card.lang.as_ref().unwrap_or(&site.config.language);
    let term = |grouping, named: &Named| drawer.term(site, grouping, named);
    let stances = card.stances.iter();
    let names = &theme.names;
    CardView {
        title: &card.title,
        url: site.config.url(&card.target),
        permalink: names.only(name!("permalink"), || site.config.permalink(&card.target)),
        lang,
        dir: lang.direction(),
        date: drawer.date(&card.date, &theme.texts),
        updated: drawer.dates(card.updated.as_ref(), &theme.texts),
        summary_html: unlinked(&card.summary),
        summary_text: names.only(name!("summary_text"), || summary_text(&card.summary, 300)),
        tags: card
            .tags
            .iter()
            .map(|tag| term(Grouping::Tags, tag))
            .collect(),
        stances: names.only(name!("stances"), || {
            stances
                .map(|stance| drawer.stance_of_card(site, stance))
                .collect()
        }),
        series: card
            .series
            .as_ref()
            .map(|series| term(Grouping::Series, series)),
        draft: card.draft,
        scheduled: site.is_scheduled(card),
    }
}

/// A link to the page of a term.
pub fn term<'a>(site: &'a Site, grouping: Grouping, slug: &Slug, name: &'a str) -> Link<'a> {
    let known = grouping.terms(site).get(slug);
    Link {
        name: known.map_or(name, |term| term.name.as_str()).into(),
        url: site.config.url(&term_target(grouping, slug)),
    }
}
